"""A record in a few lines, for formats that people read in programs of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from cooperation.models.base import active_language
from cooperation.record import public
from cooperation.record.periods import in_words
from cooperation.record.public import Link, ParticipantRecord, Text


@dataclass(frozen=True)
class Told:
    """`when` and `place` stand apart, since a calendar has properties of its own for them."""

    title: Text
    path: str
    when: str = ""
    place: str = ""
    lines: tuple[str, ...] = ()
    topics: tuple[Link, ...] = ()

    @property
    def language(self) -> str:
        """That of its own words: English where they are not translated, in a list in another language, too."""
        return next((line.language for line in self.lines if isinstance(line, Text)), active_language())


@singledispatch
def tell(record: Any) -> Told:
    """The record, as lists show it, in the active language."""
    raise TypeError(f"Nothing is told of {type(record).__name__}.")


@tell.register
def _(meeting: public.MeetingEntry) -> Told:
    lines = (meeting.summary, *(_seat(seat) for seat in meeting.participants))
    return Told(meeting.title, meeting.url, meeting.date.display(), str(meeting.place), _some(lines), meeting.topics)


@tell.register
def _(agency: public.AgencyEntry) -> Told:
    return Told(agency.link.name, agency.link.url, lines=(agency.side_label, agency.kind_label))


@tell.register
def _(official: public.OfficialEntry) -> Told:
    posts = (_joined(title, agency.name if agency else "") for title, agency in official.posts)
    return Told(official.link.name, official.link.url, lines=_some(posts))


@tell.register
def _(topic: public.TopicEntry) -> Told:
    lines = _some((topic.parent.name if topic.parent else "", topic.description))
    return Told(topic.link.name, topic.link.url, lines=lines)


@tell.register
def _(program: public.ProgramRecord) -> Told:
    lines = (program.summary, *_names(program.agencies), program.partners)
    return Told(program.link.name, program.link.url, in_words(program.period), "", _some(lines), program.topics)


@tell.register
def _(event: public.EventRecord) -> Told:
    kind = _joined(event.kind_label, event.status_label)
    lines = (event.summary, kind, *_names(event.organisers), event.other_organisers)
    return Told(event.link.name, event.link.url, in_words(event.period), str(event.place), _some(lines), event.topics)


@tell.register
def _(agreement: public.AgreementRecord) -> Told:
    signed = agreement.signed.display() if agreement.signed else ""
    lines = (agreement.kind_label, *_names(agreement.parties), agreement.other_parties)
    return Told(agreement.link.name, agreement.link.url, signed, "", _some(lines), agreement.topics)


@tell.register
def _(commitment: public.CommitmentRecord) -> Told:
    sides = (commitment.made_by.name, commitment.made_to.name if commitment.made_to else "")
    lines = (commitment.progress_label, *sides, commitment.meeting.name)
    return Told(
        commitment.text,
        commitment.link.url,
        commitment.meeting_date.display(),
        lines=_some(lines),
        topics=commitment.point.topics,
    )


def _seat(seat: ParticipantRecord) -> str:
    return _joined(seat.name, seat.title, seat.agency.short)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _names(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(link.name for link in links)


def _some(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
