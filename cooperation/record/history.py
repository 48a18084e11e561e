"""What the public saw of a record, kept as typed public records that need no model to be read."""

import dataclasses
import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cooperation.models import (
    Agreement,
    Commitment,
    Event,
    Meeting,
    Official,
    Program,
    PublicVersion,
    Publishable,
)
from cooperation.models.base import capital

from . import public
from .public.base import Text, text_in
from .snapshots.differences import Piece, is_replaced, pieces_of
from .snapshots.matching import Row, Rows, match, words_of

# How each noun that is published is read.
_READERS: dict[type[Model], tuple[Callable[[QuerySet], QuerySet], Callable[[Any], Any]]] = {
    Meeting: (public.meetings_for_reading, public.meeting_record),
    Program: (public.programs_for_reading, public.program_record),
    Event: (public.events_for_reading, public.event_record),
    Agreement: (public.agreements_for_reading, public.agreement_record),
}
_TEXTS = "texts"
# A participant, whose name and title are a person's.
_PEOPLE = frozenset({"participants", "raised_by"})
# What hangs on a meeting says again what that is, and a commitment what its point and its own text are.
_PARTS = {"agreements": frozenset({"meeting"}), "commitments": frozenset({"link", "meeting", "meeting_date", "point"})}
# What is no content, or is told by its label.
_PASSED_OVER = frozenset({"uid", "modified", "slug", "noun", "side", "acronym", "open_ended"})

_LABELS = {
    "title": _("title"),
    "name": _("name"),
    "text": _("text"),
    "summary": _("summary"),
    "date": _("date"),
    "date_note": _("how the date is known"),
    "mode": _("mode"),
    "place": _("place"),
    "venue": _("venue"),
    "city": _("city"),
    "country": _("country"),
    "participants": _("participant"),
    "topics": _("topics"),
    "programs": _("programs"),
    "events": _("event"),
    "points": _("point"),
    "agreements": _("agreement"),
    "commitments": _("commitment"),
    "sources": _("source"),
    "agency": _("agency"),
    "official": _("official"),
    "role": _("role"),
    "kind": _("kind"),
    "raised_by": _("raised by"),
    "source": _("source"),
    "paragraph": _("paragraph"),
    "meeting": _("meeting"),
    "link": _("name"),
    "changes": _("progress"),
    "on": _("on"),
    "other_parties": _("other parties"),
    "other_organisers": _("other organisers"),
    "text_url": _("link to the text"),
    "aliases": _("other names"),
    "status": _("status"),
    "agencies": _("agencies"),
    "partners": _("other partners"),
    "organisers": _("organisers"),
    "parent": _("part of"),
    "start": _("start"),
    "end": _("end"),
    "signed": _("signed"),
    "in_force_until": _("in force until"),
    "parties": _("parties"),
    "made_by": _("by"),
    "made_to": _("for"),
    "due": _("due"),
    "progress": _("progress"),
    "number": _("no."),
    "url": _("web address"),
    "publisher": _("publisher"),
    "published": _("published"),
    "language": _("language"),
    "archived_url": _("archived copy"),
    "relation": _("relation"),
    "event": _("event"),
    "note": _("note"),
}
_LABELS_OF_PEOPLE = {"title": pgettext_lazy("of a person", "title"), "name": pgettext_lazy("of a person", "name")}


@dataclass(frozen=True)
class Line:
    """One thing that a kept record says: `path` tells it from the others, whatever the language."""

    path: tuple[Any, ...]
    label: str
    text: str


def keep_public(record: Model, *, reason: str = "", at: datetime.datetime | None = None) -> PublicVersion | None:
    """Keep what the public sees of the record now; None where it sees nothing, or nothing new."""
    record = _whole(record)
    content = _content_of(record) if isinstance(record, Publishable) else None
    if content is None:
        return None
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    last = versions_of(record).first()
    if last is not None and last.digest == digest:
        return None
    return PublicVersion.objects.create(
        noun=record.noun,
        uid=record.uid,
        number=last.number + 1 if last else 1,
        content=content,
        digest=digest,
        reason=reason,
        at=at or timezone.now(),
    )


def keep_public_before(record: Model) -> None:
    """Keep what the public has seen until now, where that is not kept: before the first change that is."""
    record = _whole(record)
    if isinstance(record, Publishable) and not versions_of(record).exists():
        keep_public(record, at=record.published_at)


def _whole(record: Model) -> Model:
    """What a reader sees it as part of: a commitment stands in its meeting's history."""
    return record.meeting if isinstance(record, Commitment) else record


def versions_of(record: Any) -> QuerySet[PublicVersion]:
    """What the public saw of a record, the newest first."""
    return versions_with(record.uid)


def versions_with(uid: uuid.UUID | str) -> QuerySet[PublicVersion]:
    """The same by uid, also of a record that became part of another."""
    return PublicVersion.objects.filter(uid=uid).order_by("-number")


def version_on(record: Any, day: datetime.date) -> PublicVersion | None:
    """What the public saw at the end of a day."""
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    return versions_of(record).filter(at__lte=end).first()


def stood_unchanged(record: Publishable, day: datetime.date) -> bool:
    """Whether readers saw on a day what they see now: the record was public by then, and no change of it is kept."""
    since = record.published_at
    return since is not None and timezone.localdate(since) <= day and not versions_of(record).exists()


def _content_of(record: Model) -> Any:
    fetch, read = _READERS[type(record)]
    with translation.override("en"):
        found = fetch(type(record)._default_manager.published()).filter(pk=record.pk).first()
        return None if found is None else _plain(read(found))


def _plain(value: Any) -> Any:
    if isinstance(value, public.Text):
        return {_TEXTS: dict(value.translations)} if value else None
    if dataclasses.is_dataclass(value):
        entries = ((field.name, _plain(getattr(value, field.name))) for field in dataclasses.fields(value))
        return {name: entry for name, entry in entries if name != "modified" and entry not in (None, "", [], {})}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, uuid.UUID | datetime.date):
        return str(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def lines_of(content: Any, former: Any = None) -> list[Line]:
    """What a kept record says, line by line, in the active language or the one that there is.

    Compared with a `former` one, each part that was there already has the path that it had there.
    """
    return list(_lines(content, former, (), ""))


def _lines(content: dict[str, Any], former: Any, path: tuple[Any, ...], row: str) -> Iterator[Line]:
    for name, value in _told(content, path).items():
        label = _label(name.removesuffix("_label"), path)
        # The label of a closed list is kept in English.
        short = gettext(value) if name.endswith("_label") else _short(value)
        known = None if former is None else former.get(name, type(value)())
        if short is not None:
            yield Line((*path, name), f"{row}{label}", short)
        elif isinstance(value, dict):
            yield from _lines(value, known, (*path, name), row)
        else:
            for place, (key, was, each) in enumerate(_parts(value, known, (*path, name)), 1):
                yield from _lines(each, was, (*path, name, key), f"{row}{label} {each.get('number', place)}: ")


def _told(content: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """What is said of a record, or of a part of it, once."""
    left_out = _PASSED_OVER | _repeated(path)
    return {name: each for name, each in content.items() if name not in left_out and f"{name}_label" not in content}


def _repeated(path: tuple[Any, ...]) -> frozenset[str]:
    if path[-1:] == ("raised_by",):
        # A participant is numbered in the list of them.
        return frozenset({"number"})
    return _PARTS.get(path[-2], frozenset()) if len(path) > 1 else frozenset()


def _parts(parts: list[Any], former: list[Any] | None, path: tuple[Any, ...]) -> Iterator[tuple[int, Any, Any]]:
    """Each part of a list, behind the place that it had in the former list, and what it was there."""
    if former is None:
        yield from ((place, None, part) for place, part in enumerate(parts))
        return
    known, now = (_rows_of(each, path) for each in (former, parts))
    # Commitments and agreements are records of their own.
    pairs = match(known, now, by_name_alone=all("uid" in part for part in parts))
    for place, part in enumerate(parts):
        # A part that is new had no place, and nothing has one below nought.
        key = pairs.get(place, -1 - place)
        yield key, former[key] if key >= 0 else {}, part


def _rows_of(parts: list[Any], path: tuple[Any, ...]) -> Rows:
    return {place: _row_of(part, (*path, place)) for place, part in enumerate(parts)}


def _row_of(part: dict[str, Any], path: tuple[Any, ...]) -> Row:
    said = {
        name: _told(value, (*path, name)) if isinstance(value, dict) else value
        for name, value in _told(part, path).items()
        if name != "number"
    }
    content = json.dumps(said, sort_keys=True)
    text = said.pop("text", {}).get(_TEXTS, {})
    texts = {language: words_of(words) for language, words in text.items()}
    return Row(part.get("uid", content), content, part.get("number"), said, texts)


def _label(name: str, path: tuple[Any, ...]) -> str:
    labels = _LABELS | _LABELS_OF_PEOPLE if _PEOPLE.intersection(path) else _LABELS
    return capital(str(labels.get(name, name.replace("_", " "))))


def _short(value: Any) -> str | None:
    """A value that fits in a line: a text, a link by its name, a list of these; None for what has parts."""
    if isinstance(value, dict):
        if _TEXTS in value:
            return text_in(value[_TEXTS])
        return _name(value) if {"noun", "slug", "name"} <= value.keys() else None
    if isinstance(value, list):
        texts = [_short(each) for each in value]
        return None if None in texts else "; ".join(text for text in texts if text)
    return str(value)


def _name(link: dict[str, Any]) -> Text:
    return text_in(link["name"][_TEXTS], is_name=link["noun"] == Official.noun)


@dataclass(frozen=True)
class LineChange:
    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words that both have, and those that went and came, each in the language of its side."""
        found = pieces_of(self.before, self.after)
        return tuple(Piece(each.kind, _part(each.text, self._side_of(each))) for each in found)

    @property
    def is_replaced(self) -> bool:
        return is_replaced(self.pieces)

    def _side_of(self, piece: Piece) -> str:
        return self.before if piece.kind == "removed" else self.after


def _part(words: str, whole: str) -> str:
    return whole.part(words) if isinstance(whole, Text) else words


def changes_between(before: Any, after: Any) -> list[LineChange]:
    """What two kept records say differently, in the order in which the page shows it."""
    old, new = ({line.path: line for line in lines} for lines in (lines_of(before), lines_of(after, before)))
    paths = [*new, *(path for path in old if path not in new)]
    texts = ((path, old[path].text if path in old else "", new[path].text if path in new else "") for path in paths)
    return [LineChange((new.get(path) or old[path]).label, was, now) for path, was, now in texts if was != now]
