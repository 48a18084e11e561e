"""What the record calls its bodies, people, programs and events: read from the database, drafts included."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cooperation.models import Agency, Appointment, Event, Official, PartialDate, Participation, Program
from cooperation.models.base import LANGUAGES
from cooperation.record.changes import remembered

from .tables import table

_ASIDE = re.compile(r"\([^()]*\)")
_QUOTES = str.maketrans(dict.fromkeys('“”«»"„', " "))
# What a long name is also written as.
_ALSO = [
    ("United Nations", "UN"),
    ("BMT", "Birləşmiş Millətlər Təşkilatı"),
    ("ООН", "Организации Объединенных Наций"),
    ("Республики", "Республика"),
]
_OFFICES = re.compile(
    r"^(?:Office of the|Secretariat of the|Office of|Управление|Канцелярия|Секретариат|Структура|Аппарат|ЗАО) ", re.I
)
_OF_THE_STATE = re.compile(
    r"^Azərbaycan Respublikası(?:nın)? | of the Republic of Azerbaijan$| of Azerbaijan$| of the Population$"
    r"| Азербайджанской Республики$| населения$"
)
_REGIONS = {word for named in table("vocabulary")["regions"].values() for word in named}
_AND = re.compile(r" and | və | и |, ")
_MINISTRY = {
    "en": re.compile(r"^Ministry of (.+)$"),
    "az": re.compile(r"^(.+) Nazirliyi$"),
    "ru": re.compile(r"^Министерство (.+)$"),
}


@dataclass(frozen=True)
class Body:
    """An agency: every name of it, and the posts that only it has."""

    slug: str
    name: str
    side: str
    names: frozenset[str]
    posts: frozenset[str]


@dataclass(frozen=True)
class Seat:
    """For whom a person spoke, and when, as far as that is known."""

    agency: str
    start: PartialDate | None = None
    end: PartialDate | None = None


def near(start: PartialDate | None, end: PartialDate | None, day: str | None) -> tuple[int, float]:
    """How far a post lies from a day, to sort by: 0 where it was surely held then."""
    if day is None:
        return (0, -start.earliest.toordinal() if start else 0)
    at = PartialDate(day).earliest.toordinal()
    if start is None:
        return (2, 0) if end is None or end.latest.toordinal() >= at else (3, at - end.latest.toordinal())
    last = end.latest.toordinal() if end else None
    if start.earliest.toordinal() <= at and (last is None or at <= last):
        return (0, at - start.earliest.toordinal())
    return (1, min(abs(at - start.earliest.toordinal()), abs(at - (last or start.latest.toordinal()))))


@dataclass
class Person:
    slug: str
    name: str
    names: frozenset[str]
    by_language: dict[str, str]
    seats: list[Seat] = field(default_factory=list)


@dataclass(frozen=True)
class Happening:
    """A program or an event."""

    slug: str
    names: frozenset[str]
    start: PartialDate | None = None
    end: PartialDate | None = None
    topics: frozenset[str] = frozenset()


@remembered(outlives_meetings=True)
def agencies() -> tuple[Body, ...]:
    return tuple(_bodies())


def _bodies() -> Iterator[Body]:
    for agency in Agency.objects.only("slug", "side", "aliases", *_columns("name", "acronym")).order_by("pk"):
        own = {*_texts(agency, "name"), *_texts(agency, "acronym"), *agency.aliases.split("\n")}
        own |= set(table("called").get(agency.slug, ()))
        full = {form for name in own for form in _forms(name)}
        yield Body(agency.slug, agency.name_en, agency.side, frozenset(full), frozenset(_posts(agency)))


def _columns(*fields: str) -> list[str]:
    return [f"{field}_{language}" for field in fields for language in LANGUAGES]


def _texts(record: Any, field: str) -> list[str]:
    return [text for language in LANGUAGES if (text := getattr(record, f"{field}_{language}", None))]


def _forms(name: str) -> Iterator[str]:
    """A name without what stands in brackets or says whose it is, and with the UN in long and in short."""
    plain = " ".join(_ASIDE.sub(" ", name).translate(_QUOTES).split())
    short = _OF_THE_STATE.sub("", plain)
    for form in {plain, short if len(short.split()) > 1 else plain}:
        bare = _OFFICES.sub("", form)
        for each in {form, bare if len(bare.split()) > 2 else form}:
            yield each
            for long, brief in _ALSO:
                if long in each and each != long:
                    yield each.replace(long, brief)


def _posts(agency: Agency) -> Iterator[str]:
    """Who heads a ministry, in the ways that reports put it; whom else a post alone tells."""
    yield from table("posts").get(agency.slug, ())
    for language, shape in _MINISTRY.items():
        name = getattr(agency, f"name_{language}") or ""
        # What a ministry is for may be shortened: labour and social protection (of the population).
        for full in {name, _OF_THE_STATE.sub("", name)}:
            if match := shape.match(full):
                yield from _heads(language, match.group(1))


def _heads(language: str, field_of_work: str) -> Iterator[str]:
    first = _AND.split(field_of_work)[0]
    if language == "en":
        adjectives = {field_of_work, first, first.removesuffix(" Affairs")}
        for adjective in adjectives - {"Foreign Affairs", "Internal Affairs", "Internal"}:
            yield f"{adjective} Minister"
            yield f"{adjective} Ministry"
        yield f"Minister of {field_of_work}"
        yield f"Minister for {field_of_work}"
    elif language == "az":
        yield from (f"{field_of_work} naziri", f"{first} naziri")
    else:
        yield from (f"{who} {of}" for who in ("министр", "замминистра") for of in (field_of_work, first))


def titles() -> Iterator[tuple[str, str]]:
    """Each reported or held title with the body that it was held for."""
    for model, field_name in ((Participation, "reported_title"), (Appointment, "title")):
        rows = model.objects.filter(agency__isnull=False).values_list(*_columns(field_name), "agency__slug").distinct()
        for *texts, agency in rows:
            yield from ((title, agency) for title in texts if title)


def people() -> Iterable[Person]:
    found = {}
    for official in Official.objects.only("slug", "other_spellings", *_columns("name")).order_by("pk"):
        by_language = {language: getattr(official, f"name_{language}") or "" for language in LANGUAGES}
        written = {name.strip() for name in (*by_language.values(), *official.other_spellings.split("\n"))}
        names = {form for name in written if " " in name for form in _ways_to_write(name)}
        found[official.pk] = Person(official.slug, official.name_en, frozenset(names), by_language)
    _seat(found)
    return found.values()


def _ways_to_write(name: str) -> Iterator[str]:
    """In full, with the surname first, with initials, without the middle name."""
    parts = name.replace("-", " ").split()
    yield name
    yield " ".join([*parts[1:], parts[0]])
    if len(parts) == 2:
        yield f"{parts[0][0]} {parts[1]}"
        if parts[0].startswith("Дж"):
            yield f"Дж {parts[1]}"
    else:
        yield f"{parts[0]} {parts[-1]}"


def _seat(people: dict[int, Person]) -> None:
    posts = Appointment.objects.filter(agency__isnull=False).values_list("official", "agency__slug", "start", "end")
    for official, agency, start, end in posts:
        people[official].seats.append(Seat(agency, start, end))
    sat = Participation.objects.filter(official__isnull=False).values_list("official", "agency__slug", "meeting__date")
    for official, agency, date in sat.order_by("meeting__date"):
        people[official].seats.append(Seat(agency, date, date))


@remembered(outlives_meetings=True)
def programs() -> tuple[Happening, ...]:
    return tuple(
        Happening(
            program.slug,
            frozenset(name for full in _called(program) for name in (full, *_first_part(full))),
            program.start,
            program.end,
            topics,
        )
        for program, topics in _with_topics(Program)
    )


def _first_part(name: str) -> Iterator[str]:
    """Of a double name, Baku Process and World Forum, the first, where that is two words or three."""
    first, *rest = _AND.split(name)
    region = set(first.split()) <= _REGIONS
    if rest and len(first.split()) in {2, 3} and first.istitle() and not region:
        yield first


@remembered(outlives_meetings=True)
def events() -> tuple[Happening, ...]:
    return tuple(
        Happening(event.slug, frozenset(_called(event, *event.aliases.split("\n"))), event.start, event.end, topics)
        for event, topics in _with_topics(Event, "aliases")
    )


def _with_topics(model: type[Program] | type[Event], *more: str) -> Iterator[tuple[Any, frozenset[str]]]:
    topics: dict[int, set[str]] = defaultdict(set)
    for key, slug in model.topics.through.objects.values_list(model._meta.model_name, "topic__slug"):
        topics[key].add(slug)
    for record in model.objects.only("slug", "start", "end", *more, *_columns("name", "acronym")).order_by("pk"):
        yield record, frozenset(topics[record.pk])


@remembered(outlives_meetings=True)
def acronyms_of_events() -> dict[str, str]:
    """What names an event rather than the body that holds it, COP29, and the event's slug."""
    rows = Event.objects.order_by("pk").values_list("slug", *_columns("acronym"))
    return {acronym: slug for slug, *acronyms in rows for acronym in acronyms if acronym}


def _called(record: Program | Event, *others: str) -> Iterator[str]:
    for name in (*_texts(record, "name"), *_texts(record, "acronym"), *others):
        plain = " ".join(_ASIDE.sub(" ", name).translate(_QUOTES).split())
        if len(plain) > 2:
            yield plain
            for long, brief in _ALSO[:3]:
                if long in plain:
                    yield plain.replace(long, brief)
