"""One record as data, or what became of it."""

from collections.abc import Callable
from typing import Any

from cooperation.models import Record
from cooperation.record.reading import read_one
from cooperation.record.whereabouts import Gone, similar, whereabouts

from .problems import Moved, Problem


def published(model: type[Record], slug: str, address_of: Callable[[str], str]) -> Any:
    """The whole public record with this slug. `address_of` makes an address of the slug that a former one leads to.

    Raises Moved for a former slug, and a Problem of 410 or 404 where nothing is there.
    """
    record = read_one(model, slug)
    if record is not None:
        return record
    found = whereabouts(model, slug)
    if isinstance(found, Record):
        raise Moved(address_of(found.slug))
    if isinstance(found, Gone):
        raise withdrawn(str(found.reason))
    raise Problem(
        404, "not-found", "There is no such record.", near=[record.slug for record in similar(model.noun, slug)]
    )


def withdrawn(reason: str) -> Problem:
    return Problem(410, "withdrawn", "This record was withdrawn.", reason=reason)
