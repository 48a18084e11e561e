"""One record of each noun, tied to each other, with every field filled, in three languages where there are three."""

from cooperation.models import (
    Agency,
    Agreement,
    Appointment,
    CommitmentChange,
    Correction,
    Event,
    Identifier,
    Meeting,
    Official,
    Point,
    Program,
    Source,
    Topic,
)
from tests import factories as make


def others(name: str, text: str) -> dict[str, str]:
    """A text in the two languages that factories leave empty."""
    return {f"{name}_{each}": f"{text} {each}" for each in ("az", "ru")}


def every(name: str, text: str) -> dict[str, str]:
    return others(name, text) | {f"{name}_en": text}


def make_full_record() -> Meeting:
    source = make.make_source(
        "https://news.example/görüş-əsas/Встреча?q=ü",
        title="Xəbər",
        publisher="AZƏRTAC",
        published="2024-01",
        language="az",
        archived_url="https://old.example/1",
    )
    body, agency, person = make.make_body("Nazirlik", slug="nazirlik"), _agency(), _official(source)
    topic = make.make_topic(
        "Mines",
        sdgs="3, 16",
        parent=make.make_topic("Peace"),
        **others("name", "Mines"),
        **every("description", "Mine"),
    )
    program, event = _program(agency, topic, source), _event(agency, body, topic, source)
    meeting = _meeting(person, agency, body, topic, program, event, source)
    point = _point(meeting, body, topic, source)
    agreement = _agreement(meeting, agency, body, topic, program, source)
    _commitment(point, agency, body, program, event, agreement, source)
    Correction.objects.create(meeting=meeting, corrected_on="2024-02-01", **every("text", "The day"))
    return meeting


def _agency() -> Agency:
    older = make.make_agency("Older")
    agency = make.make_agency(
        "Fund", parent=older, predecessor=older, succeeded_on="2018-04", founded="1946", website="https://unf.example",
        headquarters_city="New York", headquarters_country="United States", aliases="One\r\n Two \n\n",
        **others("name", "Fund"), **every("acronym", "UNF"), **every("description", "For children"),
    )  # fmt: skip
    Identifier.objects.create(agency=agency, scheme="wikidata", value="Q740308")
    Identifier.objects.create(agency=agency, scheme="iati", value="XM-DAC-41122")
    return agency


def _official(source: Source) -> Official:
    person = make.make_official("Person", other_spellings="Persona\nПерсона", **others("name", "Person"))
    Identifier.objects.create(official=person, scheme="wikidata", value="Q1")
    post = {"start": "2020-07", "end": "2024", "source": source, **every("title", "Minister")}
    Appointment.objects.create(official=person, agency=Agency.objects.get(slug="nazirlik"), **post)
    Appointment.objects.create(official=person, agency=None, title_en="Envoy")
    return person


def _program(agency: Agency, topic: Topic, source: Source) -> Program:
    return make.make_program(
        "Program", start="2021-03", end="2025", partners="EU", agencies=[agency], topics=[topic], sources=[source],
        **others("name", "Program"), **every("acronym", "P"), **every("summary", "In short"),
    )  # fmt: skip


def _event(agency: Agency, body: Agency, topic: Topic, source: Source) -> Event:
    return make.make_event(
        "Event", kind="summit", status="held", start="2024-11-11", end="2024-11-22", city="Baku", country="Azerbaijan",
        organisers=[agency, body], other_organisers="City of Baku", aliases="COP", parent=make.make_event("Whole"),
        topics=[topic], sources=[source],
        **others("name", "Event"), **every("acronym", "E"), **every("summary", "In short"),
    )  # fmt: skip


def _meeting(
    person: Official, agency: Agency, body: Agency, topic: Topic, program: Program, event: Event, source: Source
) -> Meeting:
    meeting = make.make_meeting(
        "They met", "2024-01-11", date_note="As reported", venue="Hall", city="Baku", country="Azerbaijan",
        mode="in-person", officials=[(person, body), (person, agency)], agencies=[agency.parent], topics=[topic],
        programs=[program], events=[event], sources=[source],
        **others("title", "They met"), **every("summary", "In short"),
    )  # fmt: skip
    make.make_participation(
        meeting, body, reported_name="N. N.", order=4, role="guest", **every("reported_title", "Aide")
    )
    return meeting


def _point(meeting: Meeting, body: Agency, topic: Topic, source: Source) -> Point:
    seat = meeting.participations.filter(agency=body, official__isnull=False).get()
    more = {"participation": seat, "source": source, "paragraph": 3, **others("text", "Said")}
    return make.make_point(meeting, "Said", [topic], **more)


def _agreement(
    meeting: Meeting, agency: Agency, body: Agency, topic: Topic, program: Program, source: Source
) -> Agreement:
    agreement = make.make_agreement(
        "Agreement", parties=[agency, body], other_parties="EU", signed="2024", in_force_until="2026-01",
        meeting=meeting, text_url="https://text.example/", topics=[topic], sources=[source],
        **others("title", "Agreement"),
    )  # fmt: skip
    agreement.programs.set([program])
    return agreement


def _commitment(
    point: Point, agency: Agency, body: Agency, program: Program, event: Event, agreement: Agreement, source: Source
) -> None:
    made = make.make_commitment(point, agency, "Will do", made_to=body, due="2025-06", **others("text", "Will do"))
    shown = {"meeting": point.meeting, "program": program, "event": event, "agreement": agreement, "source": source}
    CommitmentChange.objects.create(commitment=made, progress="under-way", on="2024-03", **shown)
    CommitmentChange.objects.create(commitment=made, progress="fulfilled", on="2025", source=source)
