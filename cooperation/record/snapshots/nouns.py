"""What the snapshot of each noun consists of. The order of the nouns is that of writing many.

All that editors can change is here, so that a snapshot written back is the whole former record.
"""

import json
from typing import Any

from cooperation.models import (
    CORRECTED,
    Agency,
    Agreement,
    Appointment,
    Commitment,
    CommitmentChange,
    Correction,
    Event,
    Identifier,
    Meeting,
    MeetingEvent,
    Official,
    PartialDate,
    Participation,
    Point,
    Program,
    Source,
    Topic,
)

from .fields import (
    Choice,
    Date,
    Goals,
    InvalidError,
    Kept,
    Lines,
    Many,
    Number,
    One,
    Reason,
    Sibling,
    Slug,
    Spellings,
    Standing,
    Text,
    Uid,
    Web,
)
from .shapes import Children, Data, Gone, Shape


def _in_three(name: str, *, required: bool = False) -> tuple[Text, ...]:
    """A text in English, where it may be required, Azerbaijani and Russian."""
    return (Text(f"{name}_en", required), Text(f"{name}_az"), Text(f"{name}_ru"))


def _period(start: str, end: str) -> Any:
    def rule(data: Data) -> None:
        first, last = data.get(start), data.get(end)
        if first and last and PartialDate(last).latest < PartialDate(first).earliest:
            raise InvalidError(f"“{end}” lies before “{start}”")

    return rule


def _whole(data: Data) -> str:
    return json.dumps(data, sort_keys=True)


_RECORD = (Uid("uid", required=True), Slug("slug", required=True))
_WITHDRAWAL = tuple(Reason(f"withdrawal_reason_{language}") for language in ("en", "az", "ru"))
_PUBLISHABLE = (*_RECORD, Standing("state", required=True), *_WITHDRAWAL)
_SOURCES = Many("sources", noun="sources")
_TOPICS = Many("topics", noun="topics")
_NOTE = Text("editor_note")
# The English one is the “acronym” of fixtures that were loaded when there was no other.
_ACRONYM = (Text("acronym", column="acronym_en"), Text("acronym_az"), Text("acronym_ru"))

SOURCES = Shape(
    "sources",
    Source,
    (
        Uid("uid", required=True),
        Web("url", required=True),
        Text("publisher"),
        Text("title"),
        Date("published"),
        Text("language"),
        Web("archived_url"),
    ),
)

TOPICS = Shape(
    "topics",
    Topic,
    (
        *_RECORD,
        *_in_three("name", required=True),
        One("parent", noun="topics"),
        *_in_three("description"),
        Goals("sdgs"),
    ),
)

_IDENTIFIERS = Shape("identifiers", Identifier, (Text("scheme", required=True), Text("value", required=True)))

AGENCIES = Shape(
    "agencies",
    Agency,
    (
        *_RECORD,
        Choice("side", required=True),
        Choice("kind", required=True),
        *_ACRONYM,
        *_in_three("name", required=True),
        One("parent", noun="agencies"),
        One("predecessor", noun="agencies"),
        Date("succeeded_on"),
        Text("headquarters_city"),
        Text("headquarters_country"),
        Web("website"),
        Date("founded"),
        *_in_three("description"),
        Lines("aliases"),
        Children("identifiers", shape=_IDENTIFIERS, identity=_whole, order=("scheme", "value")),
    ),
)

_APPOINTMENTS = Shape(
    "appointments",
    Appointment,
    (
        *_in_three("title", required=True),
        One("agency", noun="agencies"),
        Date("start"),
        Date("end"),
        One("source", noun="sources"),
    ),
    rules=(_period("start", "end"),),
)

OFFICIALS = Shape(
    "officials",
    Official,
    (
        *_RECORD,
        *_in_three("name", required=True),
        Spellings("other_spellings"),
        Children("appointments", shape=_APPOINTMENTS, identity=_whole, order=("start", "end", "title_en")),
        Children("identifiers", shape=_IDENTIFIERS, identity=_whole, order=("scheme", "value")),
    ),
)

PROGRAMS = Shape(
    "programs",
    Program,
    (
        *_PUBLISHABLE,
        *_ACRONYM,
        *_in_three("name", required=True),
        Many("agencies", noun="agencies"),
        Text("partners"),
        _TOPICS,
        Date("start"),
        Date("end"),
        *_in_three("summary"),
        _SOURCES,
        _NOTE,
    ),
    rules=(_period("start", "end"),),
)

EVENTS = Shape(
    "events",
    Event,
    (
        *_PUBLISHABLE,
        Choice("kind", required=True),
        Choice("status", required=True),
        *_ACRONYM,
        *_in_three("name", required=True),
        One("parent", noun="events"),
        Many("organisers", noun="agencies"),
        Text("other_organisers"),
        _TOPICS,
        Date("start"),
        Date("end"),
        Text("city"),
        Text("country"),
        *_in_three("summary"),
        Lines("aliases"),
        _SOURCES,
        _NOTE,
    ),
    rules=(_period("start", "end"),),
)

_EVENT_LINKS = Shape("events", MeetingEvent, (One("event", True, noun="events"), Choice("relation", True)))


def _name_as_reported(before: Data, after: Data, gone: Gone) -> None:
    """A participant whose official was deleted keeps the name."""
    if "official" in before and "official" not in after:
        after.setdefault("reported_name", gone[before["official"]])


_PARTICIPATIONS = Shape(
    "participations",
    Participation,
    (
        Number("number", required=True, column="order"),
        One("agency", required=True, noun="agencies"),
        One("official", noun="officials"),
        Text("reported_name"),
        *_in_three("reported_title"),
        Choice("role", required=True),
    ),
    amend=_name_as_reported,
)


def _person(participation: Data) -> tuple:
    """Whom the database counts as one participant: the official, else the name and title."""
    name = (participation.get("reported_name"), participation.get("reported_title_en"))
    return participation["agency"], participation.get("official") or name


def _paragraph_of_a_source(point: Data) -> None:
    if point.get("paragraph") and not point.get("source"):
        raise InvalidError("“paragraph” stands without its “source”")


def _paragraph_goes_with_the_source(before: Data, after: Data, gone: Gone) -> None:
    if "source" not in after:
        after.pop("paragraph", None)


_POINTS = Shape(
    "points",
    Point,
    (
        Number("number", required=True, column="order"),
        Sibling("raised_by", column="participation", relation="participations"),
        Choice("kind", required=True),
        *_in_three("text"),
        _TOPICS,
        One("source", noun="sources"),
        Number("paragraph"),
    ),
    rules=(_paragraph_of_a_source,),
    amend=_paragraph_goes_with_the_source,
    in_some_language=("text",),
)

_CHANGES = Shape(
    "changes",
    CommitmentChange,
    (
        Choice("progress", required=True),
        Date("on", required=True),
        Text("note"),
        One("meeting", noun="meetings"),
        One("program", noun="programs"),
        One("event", noun="events"),
        One("agreement", noun="agreements"),
        One("source", noun="sources"),
    ),
)

_UNDERTAKEN = (
    *_in_three("text"),
    One("made_by", required=True, noun="agencies"),
    One("made_to", noun="agencies"),
    Date("due"),
    Choice("progress", required=True),
    Children("changes", shape=_CHANGES, identity=_whole, order=("on",)),
)

_COMMITMENTS = Shape(
    "commitments",
    Commitment,
    (*_RECORD, Sibling("point", required=True, relation="points"), *_UNDERTAKEN),
    in_some_language=("text",),
)

# On a form of its own a commitment stays in the point where it was made.
COMMITMENTS = Shape(
    "commitments",
    Commitment,
    (*_RECORD, Kept("meeting", True, noun="meetings"), *_UNDERTAKEN),
    in_some_language=("text",),
)


def _numbers_are_there(meeting: Data) -> None:
    seats, points = (_numbers(meeting, part) for part in ("participations", "points"))
    for part, name, known in (("points", "raised_by", seats), ("commitments", "point", points)):
        for item in meeting.get(part) or ():
            if item.get(name) is not None and item[name] not in known:
                raise InvalidError(f"“{name}” in “{part}” is {item[name]}, which is no number there")
    for part in ("participations", "points"):
        if len(_numbers(meeting, part)) < len(meeting.get(part) or ()):
            raise InvalidError(f"“{part}” gives one number twice")


def _numbers(meeting: Data, part: str) -> set[int]:
    return {item["number"] for item in meeting.get(part) or ()}


def _speakers_are_there(before: Data, after: Data, gone: Gone) -> None:
    """What a participant said who is no longer there was said by nobody in particular."""
    seats = _numbers(after, "participations")
    after["points"] = [
        {name: value for name, value in point.items() if name != "raised_by" or value in seats}
        for point in after.get("points", ())
    ]
    if not after["points"]:
        del after["points"]


MEETINGS = Shape(
    "meetings",
    Meeting,
    (
        *_PUBLISHABLE,
        Date("date", required=True),
        Text("date_note"),
        *_in_three("title", required=True),
        Choice("mode", required=True),
        Text("venue"),
        Text("city"),
        Text("country"),
        *_in_three("summary"),
        Children("participations", shape=_PARTICIPATIONS, identity=_person, order=("number",)),
        _TOPICS,
        Many("programs", noun="programs"),
        Children(
            "events",
            column="event_links",
            shape=_EVENT_LINKS,
            identity=lambda link: link["event"],
            order=("event",),
            is_lasting=True,
        ),
        Children("points", shape=_POINTS, identity=lambda point: point["number"], order=("number",), is_numbered=True),
        Children(
            "commitments", shape=_COMMITMENTS, identity=lambda made: made["uid"], order=("point",), is_lasting=True
        ),
        _SOURCES,
        _NOTE,
    ),
    rules=(_numbers_are_there,),
    amend=_speakers_are_there,
)

AGREEMENTS = Shape(
    "agreements",
    Agreement,
    (
        *_PUBLISHABLE,
        Choice("kind", required=True),
        *_in_three("title", required=True),
        Many("parties", noun="agencies"),
        Text("other_parties"),
        Date("signed"),
        Date("in_force_until"),
        One("meeting", noun="meetings"),
        Many("programs", noun="programs"),
        _TOPICS,
        Web("text_url"),
        _SOURCES,
        _NOTE,
    ),
    rules=(_period("signed", "in_force_until"),),
)

CORRECTIONS = Shape(
    "corrections",
    Correction,
    (
        Uid("uid", required=True),
        Date("corrected_on", required=True),
        *_in_three("text"),
        *(One(name, noun=model.noun) for name, model in CORRECTED.items()),
    ),
    in_some_language=("text",),
)

SHAPES: dict[str, Shape] = {
    shape.noun: shape
    for shape in (
        *(SOURCES, TOPICS, AGENCIES, OFFICIALS, PROGRAMS, EVENTS, MEETINGS, AGREEMENTS),
        *(COMMITMENTS, CORRECTIONS),
    )
}
