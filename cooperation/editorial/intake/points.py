"""Sentences that say what a side said, asked, offered or agreed."""

import re
from collections.abc import Iterator

from . import titles
from .deadlines import due_of
from .meetings import Splitter
from .page import Page
from .seating import Segment
from .suggestions import NOTHING, Participant, Point
from .tables import words
from .texts import Part
from .words import stems_of

# Where a sentence says several things, the one that commits most.
# That something was discussed says nothing of what was said.
_KINDS = ("agreed", "asked", "proposed", "offered", "praised", "informed")

# What somebody will do: not what will be, begin or be held without anybody's doing.
_UNDERTAKEN = {
    "en": re.compile(
        r"\b(?:will|would)\s(?:also\s|soon\s|jointly\s|again\s|therefore\s)?"
        r"(?!be\b(?!\s\w{2,14}ed\b)|be held|take|have|not|open|begin|start|also|become|mark|need|remain"
        r"|benefit|see\b|allow)"
        r"[a-z]{2,15}\b"
    ),
    "az": re.compile(
        r"\b(?!ol|keçiril|baş|başla|açıl|ed[iə]l)\w{2,20}(?:acaq|əcək)(?:lar|lər)?(?:dır|dir)?\s{0,2}[.,;!»”\"]"
    ),
    "ru": re.compile(rf"\b(?:{'|'.join(words('will do'))})\b"),
}


def undertakes(page: Page, sentence: Part) -> bool:
    return bool(_UNDERTAKEN[page.language].search(page.text, sentence.start, sentence.end))


def points_of(
    page: Page, segment: Segment, who: list[Participant], splitter: Splitter, published: str | None
) -> Iterator[Point]:
    """The points of one meeting in the order of the text; `published` is the day that "this year" counts from."""
    for sentence in segment.sentences:
        cues = page.cues(sentence)
        kind = next((kind for kind in _KINDS if f"said {kind}" in cues), None)
        commits = ("commit" in cues or undertakes(page, sentence)) and "past" not in cues
        if kind is None and commits:
            kind = "offered"
        if kind == "agreed" and "past" in cues:
            kind = "informed"
        if kind is None:
            continue
        yield Point(
            kind,
            page.text[sentence.start : sentence.end].strip(),
            sentence.number,
            ((sentence.start, sentence.end),),
            _speaker(sentence, who, splitter),
            _topics(page, sentence),
            commits,
            due=due_of(page, sentence, published) if commits else NOTHING,
        )


def _speaker(sentence: Part, who: list[Participant], splitter: Splitter) -> int | None:
    """Who is named first in the sentence, if that is one who took part."""
    for mention in splitter.people_in(sentence):
        for place, each in enumerate(who):
            if (mention.official and mention.official == each.official) or mention.name == each.name:
                return place
    return _by_post(splitter.page, sentence, who)


def _by_post(page: Page, sentence: Part, who: list[Participant]) -> int | None:
    """Who is called by a post alone, the minister, where one participant only has such a title."""
    for at in page.words_in(sentence)[:6]:
        if titles.is_head(page, at):
            word = page.words[at].stem
            named = [place for place, each in enumerate(who) if word in stems_of(each.title, page.language)]
            return named[0] if len(named) == 1 else None
    return None


def _topics(page: Page, sentence: Part) -> tuple[str, ...]:
    hits = page.hits_in(sentence, "topic")
    return tuple(dict.fromkeys(topic for hit in hits for topic in hit.values))[:2]
