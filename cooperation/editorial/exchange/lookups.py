"""Records by all that a cell may call them: code, former code, uid, name in three languages, acronym, other names."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cooperation.models import Address, Publishable, State
from cooperation.models.base import LANGUAGES
from cooperation.models.source import url_key
from cooperation.record.search import fold
from cooperation.record.snapshots.nouns import SHAPES

from .bounds import CellError

_NEAR_FOR = 100
_SHOWN = 5
_AT_ONCE = 4_000
_CODE = re.compile(r"[a-zA-Z0-9_-]{1,120}")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(?= )")


class Lookup:
    """The records of one noun; of nouns that may be very many, only those that a file can mean."""

    def __init__(self, noun: str, wanted: Iterable[str] = ()) -> None:
        self.noun = noun
        self.titles: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.sides: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._near: dict[str, list[str]] = {}
        self._load(set(wanted))

    def _load(self, wanted: set[str]) -> None:
        records = SHAPES[self.noun].model._default_manager.only(*self._columns())
        narrowed = _NARROWED.get(self.noun)
        uids = {}
        for some in _some(wanted) if narrowed else [set()]:
            found = records.filter(narrowed(some)) if narrowed else records
            uids |= {record.pk: self._enter(record) for record in found}
        if self.noun != "sources":
            known = Address.objects.filter(noun=self.noun, record_id__in=uids) if narrowed else _known(self.noun)
            self._codes.update({slug: uids[pk] for slug, pk in known.values_list("slug", "record_id") if pk in uids})

    def _columns(self) -> list[str]:
        names = {field.name for field in SHAPES[self.noun].model._meta.fields}
        texts = [f"{stem}_{each}" for stem in ("name", "title", "acronym") for each in LANGUAGES]
        wanted = ("uid", "slug", "url", "date", "aliases", "other_spellings", "side", "state", "published_at", *texts)
        return [name for name in wanted if name in names]

    def _enter(self, record: Any) -> str:
        uid = str(record.uid)
        if self.noun == "sources":
            self.add(uid, record.url, code=_key(record.url))
            return uid
        names = [getattr(record, f"{stem}_{each}", "") for stem in ("name", "title", "acronym") for each in LANGUAGES]
        lines = (getattr(record, "aliases", "") + "\n" + getattr(record, "other_spellings", "")).splitlines()
        dated = [f"{record.date} {name}" for name in names if name and hasattr(record, "date")]
        self.add(uid, str(record), *(dated or [*names, *lines]), code=record.slug)
        self.sides[uid] = getattr(record, "side", "")
        if isinstance(record, Publishable) and record.state != State.PUBLISHED:
            self.hidden.add(uid)
        return uid

    def add(self, uid: str, title: str, *names: str, code: str = "") -> None:
        """A record that is there, or that the same file brings."""
        self.titles[uid] = title
        if code:
            self._codes.setdefault(code, uid)
        for name in names:
            if name:
                self._names[" ".join(fold(name))].add(uid)

    def by_code(self, text: str) -> str | None:
        """The record with this uid, code, former code or, for a source, address."""
        if self.noun == "sources":
            return self._codes.get(_key(text))
        return _uid(text) if _uid(text) in self.titles else self._codes.get(text)

    def by_name(self, name: str) -> set[str]:
        folded = " ".join(fold(name))
        return self._names.get(folded, set()) if folded else set()

    def find(self, text: str) -> str:
        """The uid of the record that `text` means. Raises `CellError` with what is near where it means none or many."""
        found = self.by_code(text)
        if found is not None:
            return found
        named = self.by_name(text)
        if len(named) == 1:
            return next(iter(named))
        told = {"text": text[:100], "near": self._told(named or self._nearest(text))}
        if named:
            raise CellError(_("“%(text)s” may be any of: %(near)s. Write its code.") % told)
        if told["near"]:
            raise CellError(_("“%(text)s” is not known. Near it: %(near)s.") % told)
        raise CellError(_("“%(text)s” is not known.") % told)

    def code_of(self, uid: str) -> str:
        return next((code for code, other in self._codes.items() if other == uid), uid)

    def _told(self, uids: Iterable[str]) -> str:
        shown = list(dict.fromkeys(uids))[:_SHOWN]
        return "; ".join(f"{self.titles[uid]} ({self.code_of(uid)})" for uid in shown)

    def _nearest(self, text: str) -> list[str]:
        folded = " ".join(fold(text))[:100]
        if folded not in self._near and len(self._near) < _NEAR_FOR:
            close = difflib.get_close_matches(folded, self._names, n=3, cutoff=0.6)
            self._near[folded] = [uid for name in close for uid in sorted(self._names[name])]
        return self._near.get(folded, [])


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _key(text: str) -> str:
    try:
        return url_key(text)
    except ValueError:
        return ""


def _known(noun: str) -> QuerySet:
    return Address.objects.filter(noun=noun, record_id__isnull=False)


def _some(wanted: set[str]) -> Iterator[set[str]]:
    ordered = sorted(wanted)
    yield from (set(ordered[start : start + _AT_ONCE]) for start in range(0, len(ordered), _AT_ONCE))


def _sources(wanted: set[str]) -> Q:
    return Q(url_key__in={key for text in wanted if (key := _key(text))})


def _meetings(wanted: set[str]) -> Q:
    """By code, former code or uid, or by the date that a title begins with."""
    uids = {uid for text in wanted if (uid := _uid(text))}
    codes = {text for text in wanted if _CODE.fullmatch(text)}
    former = Address.objects.filter(noun="meetings", slug__in=codes).values("record_id")
    dates = {match[0] for text in wanted if (match := _DATE.match(text))}
    return Q(uid__in=uids) | Q(pk__in=former) | Q(date__in=dates)


_NARROWED: dict[str, Callable[[set[str]], Q]] = {"sources": _sources, "meetings": _meetings}
