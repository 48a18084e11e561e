"""What each table must hold, told from the typed public records: the reference for rows that are read straight."""

from collections.abc import Callable, Iterator
from typing import Any

from cooperation.models import Meeting, PartialDate, Side
from cooperation.models.base import LANGUAGES
from cooperation.record.public import CorrectionRecord, Link, SourceRecord, Text

Told = dict[str, Any]


def _texts(name: str, text: Text) -> Told:
    return {f"{name}_{each}": text.translations.get(each) for each in LANGUAGES}


def _acronym(link: Link) -> Told:
    return _texts("acronym", link.acronym) if link.acronym else dict.fromkeys(f"acronym_{each}" for each in LANGUAGES)


def _date(name: str, date: PartialDate | None) -> Told:
    return {name: date, f"{name}_precision": date and date.precision}


def _name(link: Link | None) -> str | None:
    return link and link.name.translations["en"]


def _named(name: str, link: Link | None, called: str = "name") -> Told:
    return {name: link and link.slug, f"{name}_{called}_en": _name(link)}


def _choice(name: str, code: str, label: str) -> Told:
    return {name: code, f"{name}_label_en": label}


def _day_of(meeting: Link | None) -> PartialDate | None:
    """What no typed record says of a meeting that it names."""
    return Meeting.objects.get(slug=meeting.slug).date if meeting else None


def _url(source: SourceRecord | None) -> str | None:
    return source and source.url


def _links(name: str, names: str, links: Any) -> Told:
    return {name: _joined(each.slug for each in links), f"{names}_names_en": _joined(_name(each) for each in links)}


def _joined(parts: Any) -> str:
    return " | ".join(str(part) for part in parts)


def _sources(record: Any) -> Told:
    return {"sources": _joined(source.url for source in record.sources)}


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
        **_choice("mode", entry.mode, entry.mode_label),
        "venue": entry.place.venue,
        "city": entry.place.city,
        "country": entry.place.country,
        **_texts("summary", entry.summary),
        **_links("un_agencies", "un_agency", entry.un_agencies),
        **_links("azerbaijani_bodies", "azerbaijani_body", entry.azerbaijani_bodies),
        **_links("officials", "official", known),
        **_links("topics", "topic", entry.topics),
        **_links("programs", "program", record.programs),
        **_links("events", "event", dict.fromkeys(each.event for each in record.events)),
        **_sources(record),
    }


def participations(record: Any) -> Iterator[Told]:
    for seat in record.entry.participants:
        yield {
            **_named("meeting", record.link, "title"),
            **_date("date", record.entry.date),
            "number": seat.number,
            **_choice("side", seat.agency.side, Side(seat.agency.side).label),
            **_named("agency", seat.agency),
            "agency_acronym_en": seat.agency.acronym,
            **_named("official", seat.official),
            "name": seat.name,
            **_texts("title", seat.title),
            **_choice("role", seat.role, seat.role_label),
        }


def points(record: Any) -> Iterator[Told]:
    for point in record.points:
        yield {
            **_named("meeting", record.link, "title"),
            **_date("date", record.entry.date),
            "number": point.number,
            **_choice("kind", point.kind, point.kind_label),
            **_named("agency", point.raised_by and point.raised_by.agency),
            **_named("official", point.raised_by and point.raised_by.official),
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
        **_choice("side", record.link.side, record.side_label),
        **_choice("kind", record.kind, record.kind_label),
        **_named("parent", record.parent),
        **_named("predecessor", record.predecessor),
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
            **_named("official", record.link),
            **_named("agency", post.agency),
            **_texts("title", post.title),
            **_date("start", post.period.start),
            **_date("end", post.period.end),
            "source": _url(post.source),
        }


def topics(record: Any) -> Iterator[Told]:
    yield {
        **_shared(record),
        **_texts("name", record.link.name),
        **_named("parent", record.parent),
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
        **_choice("kind", record.kind, record.kind_label),
        **_choice("status", record.status, record.status_label),
        "other_organisers": record.other_organisers,
        **_date("start", record.period.start),
        **_date("end", record.period.end),
        "city": record.place.city,
        "country": record.place.country,
        **_named("parent", record.parent),
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
        **_choice("kind", record.kind, record.kind_label),
        "other_parties": record.other_parties,
        **_date("signed", record.signed),
        **_date("in_force_until", record.in_force_until),
        **_named("meeting", record.meeting, "title"),
        **_date("meeting_date", _day_of(record.meeting)),
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
        **_named("meeting", record.meeting, "title"),
        **_date("date", record.meeting_date),
        "point": record.point.number,
        **_named("made_by", record.made_by),
        **_named("made_to", record.made_to),
        **_date("due", record.due),
        **_choice("progress", record.progress, record.progress_label),
    }


def progress(record: Any) -> Iterator[Told]:
    for change in record.changes:
        shown_by = {link.noun: link for link in change.shown_by}
        yield {
            **_named("commitment", record.link, "text"),
            **_choice("progress", change.progress, change.progress_label),
            **_date("on", change.on),
            **_named("meeting", shown_by.get("meetings"), "title"),
            **_date("meeting_date", _day_of(shown_by.get("meetings"))),
            **_named("program", shown_by.get("programs")),
            **_named("event", shown_by.get("events")),
            **_named("agreement", shown_by.get("agreements"), "title"),
            "source": _url(change.source),
        }


def corrections(correction: CorrectionRecord) -> Iterator[Told]:
    yield {
        "uid": str(correction.uid),
        "corrected_on": correction.corrected_on.isoformat(),
        "noun": correction.record.noun,
        "record": correction.record.slug,
        "record_name_en": _name(correction.record),
        **_texts("text", correction.text),
    }


def sources(source: SourceRecord) -> Iterator[Told]:
    yield {
        "url": source.url,
        "uid": str(source.uid),
        "publisher": source.publisher,
        "title": source.title,
        **_date("published", source.published),
        "language": source.language,
        "archived_url": source.archived_url,
    }


TOLD: dict[str, Callable[[Any], Iterator[Told]]] = {
    each.__name__: each
    for each in (
        meetings, participations, points, agencies, officials, appointments, topics, programs, events, agreements,
        commitments, progress, corrections, sources,
    )
}  # fmt: skip
