"""The JSON shape of each noun. A list leaves the parts out that a record's own address has, unless asked for them."""

from typing import Any

from cooperation.models import (
    AgencyKind,
    AgreementKind,
    EventKind,
    EventRelation,
    EventStatus,
    Mode,
    PointKind,
    Progress,
    Role,
    Side,
)
from cooperation.record import site

from .shapes import (
    DAY,
    INTEGER,
    PARTIAL_DATE,
    REFERENCE,
    SOURCE,
    STRING,
    UUID,
    Field,
    Schema,
    Shape,
    as_text,
    beside,
    choice,
    fields_of,
    many,
    moment,
    one,
    open_choice,
    or_null,
    place,
    plain,
    strings,
    text,
)

DATE_OR_NULL: Schema = or_null(PARTIAL_DATE)


def _address(record: Any) -> str:
    """The record's page in English."""
    return f"{site.base()}/{record.link.noun}/{record.link.slug}/"


URL_FIELD = Field("url", _address, {"type": "string", "format": "uri-reference"})
NAMED = (as_text("uid", UUID), plain("slug", path="link.slug"), URL_FIELD, text("name", "link.name"))
TITLED = (*NAMED[:-1], text("title", "link.name"))
ACRONYM = text("acronym", "link.acronym")
PERIOD = (plain("start", DATE_OR_NULL, "period.start"), plain("end", DATE_OR_NULL, "period.end"))
SOURCES = many("sources", SOURCE, is_part=True)
TOPICS = many("topics", REFERENCE)

CORRECTION = Shape(
    "Correction",
    (
        as_text("uid", UUID),
        Field("corrected_on", lambda record: record.corrected_on.isoformat(), DAY),
        text("text"),
        one("record", REFERENCE),
    ),
    "What was corrected in a published record, and on which day.",
)
# How each noun ends.
CHANGED = (
    moment("modified"),
    beside("corrections", CORRECTION, "The newest first; not told of a record that stands within another."),
)

IDENTIFIER = Shape(
    "Identifier",
    (
        Field("scheme", lambda pair: pair[0], STRING),
        Field("value", lambda pair: pair[1], STRING),
    ),
    "What others call the same body or person: `wikidata`, `iati`.",
)
IDENTIFIERS = many("identifiers", IDENTIFIER)

SUCCESSOR = Shape(
    "Successor",
    (
        Field("agency", lambda pair: REFERENCE(pair[0]), {"$ref": "#/components/schemas/Reference"}, uses=(REFERENCE,)),
        Field("succeeded_on", lambda pair: pair[1], DATE_OR_NULL),
    ),
)

AGENCY = Shape(
    "Agency",
    (
        *NAMED,
        ACRONYM,
        plain("side", choice(Side.values), "link.side"),
        plain("kind", open_choice(AgencyKind.values)),
        text("description"),
        place("headquarters"),
        plain("website"),
        plain("founded", DATE_OR_NULL),
        strings("aliases"),
        IDENTIFIERS,
        one("parent", REFERENCE),
        many("children", REFERENCE),
        one("predecessor", REFERENCE),
        plain("succeeded_on", DATE_OR_NULL),
        many("successors", SUCCESSOR),
        *CHANGED,
    ),
    "A body of the UN system, or an Azerbaijani one.",
)

APPOINTMENT = Shape(
    "Appointment",
    (one("agency", REFERENCE), text("title"), *PERIOD, one("source", SOURCE)),
    "A post that an official held, as its source states it. An end of null is not known, or has not come.",
)

OFFICIAL = Shape(
    "Official",
    (*NAMED, strings("other_spellings"), IDENTIFIERS, many("appointments", APPOINTMENT, is_part=True), *CHANGED),
    "A person who sat in a published meeting.",
)

TOPIC = Shape(
    "Topic",
    (
        *NAMED,
        text("description"),
        Field("sdgs", lambda record: list(record.sdgs), {"type": "array", "items": INTEGER}),
        one("parent", REFERENCE),
        many("children", REFERENCE),
        *CHANGED,
    ),
    "What meetings, programs and events are about. `sdgs` are numbers of Sustainable Development Goals.",
)

PROGRAM = Shape(
    "Program",
    (
        *NAMED,
        ACRONYM,
        many("agencies", REFERENCE),
        plain("partners"),
        TOPICS,
        *PERIOD,
        text("summary"),
        SOURCES,
        *CHANGED,
    ),
    "A program, project or framework. `partners` are those that are no agency of the record.",
)

EVENT = Shape(
    "Event",
    (
        *NAMED,
        ACRONYM,
        plain("kind", open_choice(EventKind.values)),
        plain("status", choice(EventStatus.values)),
        many("organisers", REFERENCE),
        plain("other_organisers"),
        TOPICS,
        *PERIOD,
        place(),
        one("parent", REFERENCE),
        strings("aliases"),
        text("summary"),
        SOURCES,
        *CHANGED,
    ),
    "A conference, a summit, an official visit: what meetings are held around, or speak of.",
)

SEAT = Shape(
    "Participation",
    (
        plain("number", INTEGER),
        one("agency", REFERENCE),
        one("official", REFERENCE),
        plain("name"),
        text("title"),
        plain("role", choice(Role.values)),
    ),
    "Who sat in a meeting, under the name and title reported that day; without a name it is a delegation.",
)

POINT = Shape(
    "Point",
    (
        plain("number", INTEGER),
        plain("kind", choice(PointKind.values)),
        text("text"),
        one("raised_by", SEAT),
        TOPICS,
        one("source", SOURCE),
        plain("paragraph", or_null(INTEGER)),
    ),
    "One thing that was said in a meeting, by whom, and the paragraph of the source that says so.",
)

AGREEMENT = Shape(
    "Agreement",
    (
        *TITLED,
        plain("kind", open_choice(AgreementKind.values)),
        many("parties", REFERENCE),
        plain("other_parties"),
        plain("signed", DATE_OR_NULL),
        plain("in_force_until", DATE_OR_NULL),
        one("meeting", REFERENCE),
        many("programs", REFERENCE),
        TOPICS,
        plain("text_url"),
        SOURCES,
        *CHANGED,
    ),
    "What the sides signed. `meeting` is the one that it was signed at.",
)

PROGRESS = Shape(
    "ProgressChange",
    (
        plain("progress", choice(Progress.values)),
        plain("on", PARTIAL_DATE),
        many("shown_by", REFERENCE),
        one("source", SOURCE),
    ),
    "A change of a commitment's progress, with the records or the source that show it.",
)

COMMITMENT = Shape(
    "Commitment",
    (
        *NAMED[:-1],
        text("text"),
        one("meeting", REFERENCE),
        plain("meeting_date", PARTIAL_DATE),
        one("made_by", REFERENCE),
        one("made_to", REFERENCE),
        plain("due", DATE_OR_NULL),
        plain("progress", choice(Progress.values)),
        Field("point", lambda record: POINT(record.point), {"$ref": "#/components/schemas/Point"}, True, (POINT,)),
        many("changes", PROGRESS, is_part=True),
        *CHANGED,
    ),
    "An undertaking that a source states in so many words.",
)

EVENT_LINK = Shape(
    "EventOfMeeting",
    (one("event", REFERENCE), plain("relation", choice(EventRelation.values))),
    "An event that a meeting discussed, was held on the sidelines of, or was part of.",
)

MEETING = Shape(
    "Meeting",
    (
        *TITLED,
        plain("date", PARTIAL_DATE, "entry.date"),
        plain("date_note", path="entry.date_note"),
        plain("mode", choice(Mode.values), "entry.mode"),
        place(path="entry.place"),
        text("summary", "entry.summary"),
        many("agencies", REFERENCE, "entry.un_agencies"),
        many("bodies", REFERENCE, "entry.azerbaijani_bodies"),
        many("topics", REFERENCE, "entry.topics"),
        many("participations", SEAT, "entry.participants", is_part=True),
        many("points", POINT, is_part=True),
        many("programs", REFERENCE, is_part=True),
        many("events", EVENT_LINK, is_part=True),
        many("agreements", AGREEMENT, is_part=True),
        many("commitments", COMMITMENT, is_part=True),
        SOURCES,
        *CHANGED,
    ),
    "A meeting. `agencies` are the bodies of the UN system that sat in it, `bodies` the Azerbaijani ones.",
)

_WITH = "It has no `updated_since`, for a change of it is one of {}."
OF_MEETING = (one("meeting", REFERENCE), plain("meeting_date", PARTIAL_DATE))
SEAT_OF_MEETING = Shape(
    "ParticipationOfMeeting",
    (*OF_MEETING, *fields_of(SEAT, "part")),
    f"A seat in a meeting: who sat there, under the name and title reported that day. {_WITH.format('its meeting')}",
)
POINT_OF_MEETING = Shape(
    "PointOfMeeting",
    (*OF_MEETING, *fields_of(POINT, "part")),
    f"One thing that was said in a meeting. {_WITH.format('its meeting')}",
)
APPOINTMENT_OF_OFFICIAL = Shape(
    "AppointmentOfOfficial",
    (one("official", REFERENCE), *APPOINTMENT.fields),
    f"{APPOINTMENT.description} {_WITH.format('its official')}",
)
PROGRESS_OF_COMMITMENT = Shape(
    "ProgressOfCommitment",
    (one("commitment", REFERENCE), *fields_of(PROGRESS, "change")),
    f"{PROGRESS.description} {_WITH.format('its commitment')}",
)
# As the list of sources has it, where `fields` may cut it.
SOURCE_OF_RECORDS = Shape(
    "SourceOfRecords", SOURCE.fields, f"{SOURCE.description} {_WITH.format('every record that names it')}"
)

RESOURCES: dict[str, Shape] = {
    "meetings": MEETING,
    "agencies": AGENCY,
    "officials": OFFICIAL,
    "programs": PROGRAM,
    "events": EVENT,
    "topics": TOPIC,
    "agreements": AGREEMENT,
    "commitments": COMMITMENT,
    "corrections": CORRECTION,
    "sources": SOURCE_OF_RECORDS,
    "participations": SEAT_OF_MEETING,
    "points": POINT_OF_MEETING,
    "appointments": APPOINTMENT_OF_OFFICIAL,
    "progress": PROGRESS_OF_COMMITMENT,
}
