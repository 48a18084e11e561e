"""Which words each noun is found by."""

from collections.abc import Iterable, Iterator

from django.db.models import Model, Prefetch, QuerySet

from cooperation.models import Agency, Agreement, Commitment, Event, Meeting, Official, Program, Record, Topic

from .search import index_words

Texts = Iterator[str]


def words_of(records: QuerySet) -> dict[int, str]:
    """The words of each record in `records`, by primary key, as a search document stores them."""
    gather = _GATHERERS[records.model]
    prepared = records.prefetch_related(*_PREFETCHES.get(records.model, ()))
    return {record.pk: _document(gather(record)) for record in prepared.iterator(chunk_size=500)}


def _document(texts: Iterable[tuple[str, str]]) -> str:
    pairs = list(texts)
    plain = [text for language, text in pairs if language != "az"]
    azerbaijani = [text for language, text in pairs if language == "az"]
    return " ".join(sorted(index_words([*plain, *azerbaijani], azerbaijani)))


def _translations(record: Model, *fields: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        for language in ("en", "az", "ru"):
            yield language, getattr(record, f"{field}_{language}") or ""


def _names(record: Model) -> Iterator[tuple[str, str]]:
    """A named record's name and acronym in each language, and its other names."""
    yield from _translations(record, "name")
    if hasattr(record, "acronym"):
        yield from _translations(record, "acronym")
    for field in ("aliases", "other_spellings"):
        yield "", getattr(record, field, "")


def _all_names(*groups: Iterable[Model]) -> Iterator[tuple[str, str]]:
    for group in groups:
        for record in group:
            yield from _names(record)


def _agency(agency: Agency) -> Iterator[tuple[str, str]]:
    yield from _names(agency)
    yield from _translations(agency, "description")


def _official(official: Official) -> Iterator[tuple[str, str]]:
    yield from _names(official)
    for appointment in official.appointments.all():
        yield from _translations(appointment, "title")
        if appointment.agency:
            yield from _names(appointment.agency)


def _topic(topic: Topic) -> Iterator[tuple[str, str]]:
    yield from _names(topic)
    yield from _translations(topic, "description")


def _program(program: Program) -> Iterator[tuple[str, str]]:
    yield from _names(program)
    yield from _translations(program, "summary")
    yield "", program.partners
    yield from _all_names(program.agencies.all(), program.topics.all())


def _event(event: Event) -> Iterator[tuple[str, str]]:
    yield from _names(event)
    yield from _translations(event, "summary")
    yield "", f"{event.city} {event.country} {event.other_organisers}"
    yield from _all_names(event.organisers.all(), event.topics.all())


def _meeting(meeting: Meeting) -> Iterator[tuple[str, str]]:
    yield from _translations(meeting, "title", "summary")
    yield "", f"{meeting.venue} {meeting.city} {meeting.country}"
    # Only published programs and events: a draft's name must not find what is public.
    yield from _all_names(meeting.topics.all(), meeting.public_programs, meeting.public_events)
    for participation in meeting.participations.all():
        yield "", participation.reported_name
        yield from _translations(participation, "reported_title")
        yield from _all_names(filter(None, (participation.agency, participation.official)))
    for point in meeting.points.all():
        yield from _translations(point, "text")


def _agreement(agreement: Agreement) -> Iterator[tuple[str, str]]:
    yield from _translations(agreement, "title")
    yield "", agreement.other_parties
    yield from _all_names(agreement.parties.all(), agreement.topics.all())


def _commitment(commitment: Commitment) -> Iterator[tuple[str, str]]:
    yield from _translations(commitment, "text")
    yield from _all_names(filter(None, (commitment.made_by, commitment.made_to)))


_GATHERERS = {
    Agency: _agency,
    Official: _official,
    Topic: _topic,
    Program: _program,
    Event: _event,
    Meeting: _meeting,
    Agreement: _agreement,
    Commitment: _commitment,
}

_PREFETCHES: dict[type[Record], tuple] = {
    Official: ("appointments__agency",),
    Program: ("agencies", "topics"),
    Event: ("organisers", "topics"),
    Meeting: (
        "topics",
        "points",
        "participations__agency",
        "participations__official",
        Prefetch("programs", Program.objects.published(), to_attr="public_programs"),
        Prefetch("events", Event.objects.published(), to_attr="public_events"),
    ),
    Agreement: ("parties", "topics"),
    Commitment: ("made_by", "made_to"),
}

SEARCHABLE = tuple(_GATHERERS)
