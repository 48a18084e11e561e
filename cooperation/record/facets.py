"""Facets with what a reader needs of them: labels, slugs and order, besides the door's counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from cooperation.models.base import active_language
from cooperation.models.sorting import sort_key

from . import door
from .changes import filled, remembered
from .filters.base import Selection
from .filters.dimensions import ChoiceDimension, Dimension, RecordDimension, TreeDimension, YearDimension
from .public import text_of


class FacetValue(NamedTuple):
    """A value of a facet: `count` is the number of records that it alone would give.

    A record's name and acronym know their translations.
    """

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
    """`left_out` is how many lighter values there are besides."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    left_out: int = 0


class _Face(NamedTuple):
    """What a reader sees of a value, and what it is ordered by among values of the same weight."""

    value: str
    label: str
    acronym: str
    order: str


def facets(selection: Selection, names: Iterable[str] | None = None, limit: int | None = None) -> list[Facet]:
    """The facets of a selection, or those in `names`; values with no records only where selected.

    With a `limit`, of each facet whose values stand in no tree so many of the heaviest, besides the selected ones.
    """
    counted = door.facet_counts(selection, names)
    return [_facet(selection, name, counts, limit) for name, counts in counted.items()]


def _facet(selection: Selection, name: str, counts: dict[str, int], limit: int | None) -> Facet:
    dimension = selection.dimensions[name]
    if isinstance(dimension, RecordDimension):
        chosen = {each.pk for each in selection.values.get(name, ())}
        values = _record_values(dimension, {int(pk): count for pk, count in counts.items()}, chosen, limit)
    else:
        values = _plain_values(dimension, counts, selection.values.get(name, ()))
    return Facet(name, str(dimension.label), tuple(values), max(0, len(counts) - len(values)))


def _plain_values(dimension: Dimension, counts: dict[str, int], chosen: Sequence[str]) -> list[FacetValue]:
    labels = _labels(dimension, [*counts, *chosen])
    shown = [value for value in labels if value in counts or value in chosen]
    values = [FacetValue(value, labels[value], "", counts.get(value, 0), value in chosen) for value in shown]
    if isinstance(dimension, YearDimension):
        return sorted(values, key=lambda each: each.value, reverse=True)
    return sorted(values, key=lambda each: (-each.count, sort_key(each.label, active_language())))


def _labels(dimension: Dimension, values: list[str]) -> dict[str, str]:
    if isinstance(dimension, ChoiceDimension):
        return {value: str(label) for value, label in dimension.options()}
    return {value: value for value in values}


def _record_values(
    dimension: RecordDimension, counts: dict[int, int], chosen: set[int], limit: int | None
) -> list[FacetValue]:
    is_tree = isinstance(dimension, TreeDimension)
    shown = counts if limit is None or is_tree else nlargest(limit, counts, key=counts.__getitem__)
    faces = _faces_of(dimension, chosen.union(shown))
    ordered = sorted(faces, key=lambda pk: (-counts.get(pk, 0), faces[pk].order))
    depths = _depths(dimension.by_id(ordered)) if is_tree else dict.fromkeys(ordered, 0)
    return [_value(faces[pk], counts.get(pk, 0), pk in chosen, depth) for pk, depth in depths.items()]


def _value(face: _Face, count: int, selected: bool, depth: int) -> FacetValue:
    value, label, acronym, _order = face
    return FacetValue(value, label, acronym, count, selected, depth)


def _faces_of(dimension: RecordDimension, ids: Iterable[int]) -> dict[int, _Face]:
    """The faces of these records, of those that are public."""
    known = _faces(dimension.records)
    return filled(known, ids, lambda pks: {pk: _face(record) for pk, record in dimension.by_id(pks).items()})


@remembered(by_language=True, outlives_meetings=True)
def _faces(records: Callable[[], QuerySet]) -> dict[int, _Face]:
    """Those that were asked for since something else than meetings last changed.

    A meeting that goes may leave an official unknown to the public, whom no count then names any more.
    """
    return {}


def _face(record: Any) -> _Face:
    name = text_of(record, "name")
    acronym = text_of(record, "acronym") if hasattr(record, "acronym_en") else ""
    return _Face(record.slug, name, acronym, sort_key(name, active_language()))


def _depths(records: dict[int, Any]) -> dict[int, int]:
    """Each record followed by those below it, all in the order in which they come, with its depth."""
    children: dict[int | None, list[int]] = {}
    for pk, record in records.items():
        children.setdefault(record.parent_id if record.parent_id in records else None, []).append(pk)
    depths: dict[int, int] = {}

    def add(above: int | None, depth: int) -> None:
        for pk in children.get(above, ()):
            depths[pk] = depth
            add(pk, depth + 1)

    add(None, 0)
    return depths


def records_by_weight(selection: Selection, name: str, limit: int) -> list[tuple[Model, int]]:
    """The records of one facet with their counts, heaviest first."""
    dimension = selection.dimensions[name]
    counts = door.facet_counts(selection, [name])[name]
    heaviest = sorted(counts.items(), key=lambda each: (-each[1], int(each[0])))[:limit]
    records = dimension.by_id([int(pk) for pk, _count in heaviest])
    return [(records[int(pk)], count) for pk, count in heaviest if int(pk) in records]
