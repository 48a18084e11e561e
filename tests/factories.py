"""Short makers of records for tests. Each takes any field of its model by keyword."""

import itertools
from typing import Any

from cooperation.models import (
    Agency,
    Agreement,
    Commitment,
    Event,
    LastChange,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Side,
    Source,
    State,
    Topic,
)

_number = itertools.count(1)


def _publishable(state: str, fields: dict[str, Any]) -> dict[str, Any]:
    if state in {State.PUBLISHED, State.WITHDRAWN}:
        fields.setdefault("published_at", "2024-01-01T00:00:00Z")
    if state == State.WITHDRAWN:
        fields.setdefault("withdrawal_reason_en", "Entered twice.")
    return {"state": state, **fields}


def _many(record: Any, **relations: Any) -> Any:
    for name, records in relations.items():
        getattr(record, name).set(records)
    return record


def make_agency(name: str = "", side: str = Side.UN, **fields: Any) -> Agency:
    kind = "fund-or-programme" if side == Side.UN else "ministry"
    return Agency.objects.create(**{"name_en": name or f"Agency {next(_number)}", "side": side, "kind": kind, **fields})


def make_body(name: str = "", **fields: Any) -> Agency:
    return make_agency(name or f"Ministry {next(_number)}", Side.AZERBAIJAN, **fields)


def make_official(name: str = "", **fields: Any) -> Official:
    return Official.objects.create(**{"name_en": name or f"Official {next(_number)}", **fields})


def make_topic(name: str = "", **fields: Any) -> Topic:
    return Topic.objects.create(**{"name_en": name or f"Topic {next(_number)}", **fields})


def make_source(url: str = "", **fields: Any) -> Source:
    return Source.objects.create(**{"url": url or f"https://news.example/{next(_number)}", **fields})


def make_program(
    name: str = "", state: str = State.PUBLISHED, agencies=(), topics=(), sources=(), **fields: Any
) -> Program:
    program = Program.objects.create(name_en=name or f"Program {next(_number)}", **_publishable(state, fields))
    return _many(program, agencies=agencies, topics=topics, sources=sources)


def make_event(
    name: str = "", state: str = State.PUBLISHED, organisers=(), topics=(), sources=(), **fields: Any
) -> Event:
    event = Event.objects.create(name_en=name or f"Event {next(_number)}", **_publishable(state, fields))
    return _many(event, organisers=organisers, topics=topics, sources=sources)


def make_meeting(
    title: str = "",
    date: str = "2024-01-11",
    state: str = State.PUBLISHED,
    agencies=(),
    officials=(),
    topics=(),
    programs=(),
    events=(),
    sources=(),
    **fields: Any,
) -> Meeting:
    """A meeting; `agencies` sit as delegations, `officials` are pairs (official, agency)."""
    meeting = Meeting.objects.create(
        title_en=title or f"Meeting {next(_number)}", date=date, **_publishable(state, fields)
    )
    seats = [(None, agency) for agency in agencies] + list(officials)
    for order, (official, agency) in enumerate(seats, start=1):
        make_participation(meeting, agency, official, order=order)
    return _many(meeting, topics=topics, programs=programs, events=events, sources=sources)


def make_participation(
    meeting: Meeting, agency: Agency, official: Official | None = None, **fields: Any
) -> Participation:
    return Participation.objects.create(meeting=meeting, agency=agency, official=official, **fields)


def make_point(meeting: Meeting, text: str = "", topics=(), **fields: Any) -> Point:
    defaults = {"text_en": text or f"Point {next(_number)}", "kind": "informed"}
    point = Point.objects.create(meeting=meeting, **defaults | fields)
    return _many(point, topics=topics)


def make_agreement(
    title: str = "", state: str = State.PUBLISHED, parties=(), topics=(), sources=(), **fields: Any
) -> Agreement:
    defaults = {"title_en": title or f"Agreement {next(_number)}", "kind": "memorandum"}
    agreement = Agreement.objects.create(**defaults | _publishable(state, fields))
    return _many(agreement, parties=parties, topics=topics, sources=sources)


def make_commitment(point: Point, made_by: Agency, text: str = "", **fields: Any) -> Commitment:
    defaults = {"text_en": text or f"Commitment {next(_number)}"}
    return Commitment.objects.create(meeting=point.meeting, point=point, made_by=made_by, **defaults | fields)


def note_change(record: Any, moment: Any) -> None:
    """Have the record last changed for the public at this moment."""
    assert LastChange.objects.filter(noun=record.noun, record_id=record.pk).update(changed=moment)
