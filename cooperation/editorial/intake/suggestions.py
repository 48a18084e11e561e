"""What the intake hands over: values with the words that they came from, and how sure they are."""

from dataclasses import dataclass, field
from typing import Any

from .texts import Document

Span = tuple[int, int]

# Below it a value is offered, not filled in.
SURE = 0.5


@dataclass(frozen=True)
class Suggestion:
    """One value for one field; `spans` are offsets into the document's text."""

    value: Any
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    note: str = ""

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


NOTHING = Suggestion(None, confidence=0.0)


@dataclass(frozen=True)
class Participant:
    """A person, or with neither official nor name a delegation.

    `agency` and `official` are slugs; `name` is nominative, `title` as the text reports it.
    """

    agency: str | None
    side: str | None
    official: str | None = None
    name: str = ""
    title: str = ""
    role: str = "participant"
    spans: tuple[Span, ...] = ()
    title_spans: tuple[Span, ...] = ()
    confidence: float = 1.0

    @property
    def is_person(self) -> bool:
        return bool(self.official or self.name)


@dataclass(frozen=True)
class Point:
    """A sentence that says what a side said; `speaker` is a place in the meeting's participants."""

    kind: str
    text: str
    paragraph: int
    spans: tuple[Span, ...]
    speaker: int | None = None
    topics: tuple[str, ...] = ()
    commitment: bool = False
    confidence: float = 0.6
    # Until when it is undertaken.
    due: Suggestion = NOTHING


@dataclass(frozen=True)
class Meeting:
    """Suggestions for every field of one meeting's form."""

    date: Suggestion = NOTHING
    title: Suggestion = NOTHING
    mode: Suggestion = NOTHING
    city: Suggestion = NOTHING
    country: Suggestion = NOTHING
    venue: Suggestion = NOTHING
    participants: tuple[Participant, ...] = ()
    topics: tuple[Suggestion, ...] = ()
    programs: tuple[Suggestion, ...] = ()
    events: tuple[Suggestion, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def agencies(self) -> list[str]:
        return list(dict.fromkeys(who.agency for who in self.participants if who.agency))


@dataclass(frozen=True)
class Reading:
    """What one text gave: its cleaned form, and its meetings. `found` is False where none is reported."""

    document: Document
    meetings: tuple[Meeting, ...] = field(default=())
    found: bool = True
