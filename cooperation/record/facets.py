"""Facets with what a reader needs of them: labels, slugs and order, besides the door's counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cooperation.models import translated
from cooperation.models.base import active_language
from cooperation.models.sorting import sort_key

from . import door
from .filters.base import Selection
from .filters.dimensions import ChoiceDimension, Dimension, RecordDimension, TreeDimension, YearDimension


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet: `count` is the number of records that it alone would give."""

    value: str
    label: str
    acronym: str
    count: int
    selected: bool
    depth: int = 0

    @property
    def short(self) -> str:
        return self.acronym or self.label


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


def facets(selection: Selection, names: Iterable[str] | None = None) -> list[Facet]:
    """The facets of a selection, or those in `names`; values with no records only where selected."""
    return [
        Facet(name, str(selection.dimensions[name].label), tuple(_values(selection, name, counts)))
        for name, counts in door.facet_counts(selection, names).items()
    ]


def _values(selection: Selection, name: str, counts: dict[str, int]) -> list[FacetValue]:
    dimension = selection.dimensions[name]
    chosen = selection.values.get(name, ())
    if isinstance(dimension, RecordDimension):
        return _record_values(dimension, {int(pk): count for pk, count in counts.items()}, {each.pk for each in chosen})
    labels = _labels(dimension, [*counts, *chosen])
    values = [
        FacetValue(value, label, "", counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if value in counts or value in chosen
    ]
    if isinstance(dimension, YearDimension):
        return sorted(values, key=lambda each: each.value, reverse=True)
    return sorted(values, key=_weight)


def _weight(value: FacetValue) -> tuple[int, str]:
    return (-value.count, sort_key(value.label, active_language()))


def _labels(dimension: Dimension, values: list[str]) -> dict[str, str]:
    if isinstance(dimension, ChoiceDimension):
        return {value: str(label) for value, label in dimension.options()}
    return {value: value for value in values}


def _record_values(dimension: RecordDimension, counts: dict[int, int], chosen: set[int]) -> list[FacetValue]:
    records = dimension.by_id(set(counts) | chosen)
    values = {
        pk: FacetValue(
            record.slug,
            translated(record, "name"),
            getattr(record, "acronym", ""),
            counts.get(pk, 0),
            pk in chosen,
        )
        for pk, record in records.items()
    }
    if isinstance(dimension, TreeDimension):
        return _as_tree(records, values)
    return sorted(values.values(), key=_weight)


def _as_tree(records: dict[int, Any], values: dict[int, FacetValue]) -> list[FacetValue]:
    """Each record followed by those below it, heavier ones first, with its depth."""
    children: dict[int | None, list[int]] = {}
    for pk, record in records.items():
        children.setdefault(record.parent_id if record.parent_id in values else None, []).append(pk)
    ordered: list[FacetValue] = []

    def add(above: int | None, depth: int) -> None:
        for pk in sorted(children.get(above, ()), key=lambda each: _weight(values[each])):
            value = values[pk]
            ordered.append(FacetValue(value.value, value.label, value.acronym, value.count, value.selected, depth))
            add(pk, depth + 1)

    add(None, 0)
    return ordered


def records_by_weight(selection: Selection, name: str, limit: int) -> list[tuple[Model, int]]:
    """The records of one facet with their counts, heaviest first."""
    dimension = selection.dimensions[name]
    counts = door.facet_counts(selection, [name])[name]
    heaviest = sorted(counts.items(), key=lambda each: (-each[1], int(each[0])))[:limit]
    records = dimension.by_id([int(pk) for pk, _count in heaviest])
    return [(records[int(pk)], count) for pk, count in heaviest if int(pk) in records]
