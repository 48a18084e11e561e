"""What each table must hold, told from the typed public records: the reference for rows that are read straight."""

from collections.abc import Callable, Iterator
from typing import Any

from cooperation.models import PartialDate
from cooperation.models.base import LANGUAGES
from cooperation.record.public import Link, SourceRecord, Text

Told = dict[str, Any]


def _texts(name: str, text: Text) -> Told:
    return {f"{name}_{each}": text.translations.get(each) for each in LANGUAGES}


def _acronym(link: Link) -> Told:
    return _texts("acronym", link.acronym) if link.acronym else dict.fromkeys(f"acronym_{each}" for each in LANGUAGES)


def _date(name: str, date: PartialDate | None) -> Told:
    return {name: date, f"{name}_precision": date and date.precision}


def _slug(link: Link | None) -> str | None:
    return link and link.slug


def _name(link: Link | None) -> str | None:
    return link and link.name.translations["en"]


def _url(source: SourceRecord | None) -> str | None:
    return source and source.url


def _links(name: str, names: str, links: Any) -> Told:
    return {name: _joined(each.slug for each in links), f"{names}_names_en": _joined(_name(each) for each in links)}


def _joined(parts: Any) -> str:
    return " | ".join(str(part) for part in parts)


def _sources(record: Any) -> Told:
    return {"sources": sorted(source.url for source in record.sources)}


def _shared(record: Any) -> Told:
    return {
        "slug": record.link.slug,
        "uid": str(record.uid),
        "modified": record.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _identified(record: Any) -> Told:
    return {"identifiers": _joined(f"{scheme}:{value}" for scheme, value in record.identifiers)}


def meetings(record: Any) -> Iterator[Told]:
    entry = record.entry
    known = list(dict.fromkeys(seat.official for seat in entry.participants if seat.official))
    yield {
        **_shared(record),
        **_texts("title", entry.title),
        **_date("date", entry.date),
        "date_note": entry.date_note,
        "mode": entry.mode,
        "venue": entry.place.venue,
        "city": entry.place.city,
        "country": entry.place.country,
        **_texts("summary", entry.summary),
        **_links("un_agencies", "un_agency", entry.un_agencies),
        **_links("azerbaijani_bodies", "azerbaijani_body", entry.azerbaijani_bodies),
        **_links("officials", "official", known),
        **_links("topics", "topic", entry.topics),
        **_links("programs", "program", record.programs),
        **_links("events", "event", sorted((each.event for each in record.events), key=lambda link: link.slug)),
        **_sources(record),
    }


def participations(record: Any) -> Iterator[Told]:
    for seat in record.entry.participants:
        yield {
            "meeting": record.link.slug,
            **_date("date", record.entry.date),
            "number": seat.number,
            "side": seat.agency.side,
            "agency": seat.agency.slug,
            "agency_acronym_en": seat.agency.acronym,
            "agency_name_en": _name(seat.agency),
            "official": _slug(seat.official),
            "name": seat.name,
            **_texts("title", seat.title),
            "role": seat.role,
        }


def points(record: Any) -> Iterator[Told]:
    for point in record.points:
        yield {
            "meeting": record.link.slug,
            "number": point.number,
            "kind": point.kind,
            "agency": point.raised_by and point.raised_by.agency.slug,
            "official": point.raised_by and _slug(point.raised_by.official),
            **_texts("text", point.text),
            "source": _url(point.source),
            "paragraph": point.paragraph,
            **_links("topics", "topic", point.topics),
        }


def agencies(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_identified(record),
        **_texts("name", record.link.name),
        **_acronym(record.link),
        "side": record.link.side,
        "kind": record.kind,
        "parent": _slug(record.parent),
        "predecessor": _slug(record.predecessor),
        **_date("succeeded_on", record.succeeded_on),
        "headquarters_city": record.headquarters.city,
        "headquarters_country": record.headquarters.country,
        "website": record.website,
        **_date("founded", record.founded),
        **_texts("description", record.description),
        "aliases": _joined(record.aliases),
    }


def officials(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_identified(record),
        **_texts("name", record.link.name),
        "other_spellings": _joined(record.other_spellings),
    }


def appointments(record: Any) -> Iterator[Told]:
    for post in record.appointments:
        yield {
            "official": record.link.slug,
            "agency": _slug(post.agency),
            "agency_name_en": _name(post.agency),
            **_texts("title", post.title),
            **_date("start", post.period.start),
            **_date("end", post.period.end),
            "source": _url(post.source),
        }


def topics(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("name", record.link.name),
        "parent": _slug(record.parent),
        **_texts("description", record.description),
        "sdgs": _joined(record.sdgs),
    }


def programs(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("name", record.link.name),
        **_acronym(record.link),
        "partners": record.partners,
        **_date("start", record.period.start),
        **_date("end", record.period.end),
        **_texts("summary", record.summary),
        **_links("agencies", "agency", record.agencies),
        **_links("topics", "topic", record.topics),
        **_sources(record),
    }


def events(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("name", record.link.name),
        **_acronym(record.link),
        "kind": record.kind,
        "status": record.status,
        "other_organisers": record.other_organisers,
        **_date("start", record.period.start),
        **_date("end", record.period.end),
        "city": record.place.city,
        "country": record.place.country,
        "parent": _slug(record.parent),
        "aliases": _joined(record.aliases),
        **_texts("summary", record.summary),
        **_links("organisers", "organiser", record.organisers),
        **_links("topics", "topic", record.topics),
        **_sources(record),
    }


def agreements(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("title", record.link.name),
        "kind": record.kind,
        "other_parties": record.other_parties,
        **_date("signed", record.signed),
        **_date("in_force_until", record.in_force_until),
        "meeting": _slug(record.meeting),
        "text_url": record.text_url,
        **_links("parties", "party", record.parties),
        **_links("programs", "program", record.programs),
        **_links("topics", "topic", record.topics),
        **_sources(record),
    }


def commitments(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("text", record.text),
        "meeting": record.meeting.slug,
        **_date("date", record.meeting_date),
        "point": record.point.number,
        "made_by": record.made_by.slug,
        "made_to": _slug(record.made_to),
        **_date("due", record.due),
        "progress": record.progress,
    }


def progress(record: Any) -> Iterator[Told]:
    for change in record.changes:
        shown_by = {link.noun: link.slug for link in change.shown_by}
        yield {
            "commitment": record.link.slug,
            "progress": change.progress,
            **_date("on", change.on),
            **{name: shown_by.get(f"{name}s") for name in ("meeting", "program", "event", "agreement")},
            "source": _url(change.source),
        }


TOLD: dict[str, Callable[[Any], Iterator[Told]]] = {
    each.__name__: each
    for each in (
        meetings, participations, points, agencies, officials, appointments, topics, programs, events, agreements,
        commitments, progress,
    )
}  # fmt: skip
