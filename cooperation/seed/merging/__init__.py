"""Turns gathered facts and editors' decisions into fixtures. Nothing here touches a database."""

from cooperation.record.snapshots.shapes import Data

from .bodies import agencies, officials, topics
from .books import Library
from .material import Curation, Gathered
from .meetings import meetings
from .titles import translate_titles
from .works import agreements, events, programs


def merge(gathered: Gathered, curation: Curation) -> dict[str, list[Data]]:
    """The fixtures of every noun. Raises `CurationError` where the two sides do not fit."""
    library = Library(gathered, curation)
    records = {
        "topics": topics(curation, library),
        "agencies": agencies(gathered, curation, library),
        "officials": officials(gathered, library),
        "programs": programs(gathered, curation, library),
        "events": events(gathered, curation, library),
        "meetings": meetings(gathered, curation, library),
        "agreements": agreements(gathered, curation, library),
    }
    translate_titles(records, curation, library)
    return {"sources": library.sources.fixtures()} | records
