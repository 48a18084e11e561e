"""Sentences that say what a side said, asked, offered or agreed."""

from collections.abc import Iterator

from .meetings import Segment, Splitter
from .page import Page
from .suggestions import Participant, Point
from .texts import Part

# Where a sentence says several things, the one that commits most.
_KINDS = ("agreed", "asked", "proposed", "offered", "praised", "informed", "discussed")


def points_of(page: Page, segment: Segment, who: list[Participant], splitter: Splitter) -> Iterator[Point]:
    """The points of one meeting in the order of the text."""
    for sentence in segment.sentences:
        cues = page.cues(sentence)
        kind = next((kind for kind in _KINDS if f"said {kind}" in cues), None)
        commits = "commit" in cues and "past" not in cues
        if kind is None and commits:
            kind = "agreed"
        if kind is None or (sentence in segment.core and kind == "discussed" and not commits):
            continue
        yield Point(
            kind,
            page.text[sentence.start : sentence.end].strip(),
            sentence.number,
            ((sentence.start, sentence.end),),
            _speaker(sentence, who, splitter) if kind not in {"discussed", "agreed"} else None,
            _topics(page, sentence),
            commits,
        )


def _speaker(sentence: Part, who: list[Participant], splitter: Splitter) -> int | None:
    """Who is named first in the sentence, if that is one who took part."""
    for mention in splitter.people_in(sentence):
        for place, each in enumerate(who):
            if (mention.official and mention.official == each.official) or mention.name == each.name:
                return place
    return None


def _topics(page: Page, sentence: Part) -> tuple[str, ...]:
    hits = page.hits_in(sentence, "topic")
    return tuple(dict.fromkeys(topic for hit in hits for topic in hit.values))[:2]
