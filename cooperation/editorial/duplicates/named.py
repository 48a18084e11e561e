"""Officials, agencies, programs and events that may have been entered twice, under names that sound alike."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cooperation.models import (
    Appointment,
    Event,
    NameKey,
    Official,
    PartialDate,
    Participation,
    Program,
    Publishable,
    State,
)
from cooperation.record.names import SAME_NAME, likeness, names_of, numbers_of, title_key

from .pairs import Span, Verdict, in_order, is_near, span_of, verdict

# A key that more records share says nothing.
_COMMON = 40
_YEAR = range(1900, 2200)


@dataclass
class Facts:
    """What of a named record is compared: its names, when it was, and which bodies it has to do with."""

    record: Any
    names: list[str]
    span: Span | None = None
    bodies: dict[int, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Named:
    """How likely duplicates of one of the nouns with a name are found."""

    model: type[Any]

    def batch(self, after: int | None, size: int) -> list[int]:
        """The next records of the list, those entered last first."""
        records = self.current().order_by("-pk")
        if after is not None:
            records = records.filter(pk__lt=after)
        return list(records.values_list("pk", flat=True)[:size])

    def current(self) -> QuerySet:
        records = self.model.objects.order_by()
        return records.exclude(state=State.WITHDRAWN) if issubclass(self.model, Publishable) else records

    def candidates_among(self, ids: list[int]) -> set[tuple[int, int]]:
        """Pairs worth a look, of which the one entered later is among these consecutive records."""
        return {pair for pair in self._sharing(record_id__range=(min(ids), max(ids))) if pair[1] in set(ids)}

    def candidates_of(self, record: Any) -> set[tuple[int, int]]:
        """Pairs worth a look of one record with any other."""
        return {pair for pair in self._sharing(record_id=record.pk) if record.pk in pair}

    def _sharing(self, **whose: Any) -> set[tuple[int, int]]:
        """Records that share one of the keys of some of them."""
        keys = NameKey.objects.filter(noun=self.model.noun)
        groups: dict[str, list[int]] = defaultdict(list)
        shared = keys.filter(key__in=keys.filter(**whose).values("key"))
        for key, pk in shared.filter(record_id__in=self.current().values("pk")).values_list("key", "record_id"):
            groups[key].append(pk)
        small = (group for group in groups.values() if len(group) <= _COMMON)
        return in_order(pair for group in small for pair in itertools.combinations(group, 2))

    def facts(self, ids: Iterable[int]) -> dict[int, Facts]:
        records = self.model.objects.filter(pk__in=list(ids))
        found = {record.pk: Facts(record, names_of(record), _span(record)) for record in records}
        _MORE.get(self.model, lambda found: None)(found)
        return found

    def compare(self, one: Facts, other: Facts) -> Verdict | None:
        """How likely two records are the same, by their names and what else is known of them."""
        ratio, name, similar = self._likeness(one.names, other.names)
        if ratio < SAME_NAME or _contradict(one, other):
            return None
        text = _("the same name: %(one)s") if name == similar else _("names that sound alike: %(one)s, %(other)s")
        weight = 65 if ratio >= 97 else 45
        return verdict((weight, text % {"one": name, "other": similar}), _bodies(one, other), _posts(one, other))

    def _likeness(self, names: list[str], others: list[str]) -> tuple[float, str, str]:
        if issubclass(self.model, Official):
            return likeness(names, others)
        same = (
            (name, other)
            for name in names
            for other in others
            if title_key(name) and title_key(name) == title_key(other)
        )
        found = next(same, None)
        return (100.0, *found) if found else (0.0, "", "")


def _span(record: Any) -> Span | None:
    if not hasattr(record, "start"):
        return None
    return span_of(record.start, record.end if hasattr(record, "end") else None) or _year_in_name(record)


def _year_in_name(record: Any) -> Span | None:
    years = [word for word in record.name_en.split() if word.isascii() and word.isdigit() and int(word) in _YEAR]
    return span_of(PartialDate(years[0])) if years else None


def _contradict(one: Facts, other: Facts) -> bool:
    """Another number of a series, other days: these are two."""
    if isinstance(one.record, Official):
        return False
    numbers = [numbers_of(each.names) for each in (one, other)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return True
    return isinstance(one.record, Event) and not (
        is_near(one.span, other.span) and _is_one_of_series(one, other, numbers)
    )


def _is_one_of_series(one: Facts, other: Facts, numbers: list[set[str]]) -> bool:
    """Of events in a series, one without a number is another's only where days say so."""
    return bool(all(numbers) or not any(numbers) or (one.span and other.span))


def _bodies(one: Facts, other: Facts) -> tuple[int, str]:
    shared = one.bodies.keys() & other.bodies.keys()
    if shared:
        return 20, _("both of: %(names)s") % {"names": ", ".join(sorted(one.bodies[pk] for pk in shared))}
    # Two of one name in two bodies may well be two people.
    return (-5 if one.bodies and other.bodies else 0), ""


def _posts(one: Facts, other: Facts) -> tuple[int, str]:
    shared = one.titles & other.titles
    return (15, _("the same post: %(titles)s") % {"titles": ", ".join(sorted(shared))}) if shared else (0, "")


def _of_officials(found: dict[int, Facts]) -> None:
    """With the bodies that each was seen in, and the posts that each held, in two queries."""
    for model, title in ((Appointment, "title_en"), (Participation, "reported_title_en")):
        rows = model.objects.filter(official__in=list(found)).order_by()
        for pk, agency, name, text in rows.values_list("official_id", "agency_id", "agency__name_en", title).distinct():
            if agency:
                found[pk].bodies[agency] = name
            if text:
                found[pk].titles.add(text)


def _of_programs(found: dict[int, Facts]) -> None:
    rows = Program.agencies.through.objects.filter(program__in=list(found))
    for pk, agency, name in rows.values_list("program_id", "agency_id", "agency__name_en"):
        found[pk].bodies[agency] = name


_MORE = {Official: _of_officials, Program: _of_programs}
