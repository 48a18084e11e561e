"""What a list can be narrowed by. A dimension knows its condition and how its values are counted."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

import django_filters
from django.db.models import CharField, Count, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Substr
from django.forms import Field
from pyroaring import BitMap

from cooperation.models import Meeting, PartialDate
from cooperation.models.base import ascii_slug
from cooperation.record.changes import filled, remembered
from cooperation.record.index.keeper import keeper
from cooperation.record.index.marks import ids_of_documents
from cooperation.record.index.meetings import MeetingIndex
from cooperation.record.places import place_name
from cooperation.record.search import found_documents, matching

from .fields import ChoicesField, DateField, RecordsField, SearchField, YearsField

Counts = QuerySet  # of (name, value, count)


@remembered(outlives_meetings=True)
def _tree(records: Callable[[], QuerySet]) -> dict[int, Model]:
    """All of few records that stand in a tree, by id."""
    return {record.pk: record for record in records()}


@remembered(outlives_meetings=True)
def _below(records: Callable[[], QuerySet]) -> dict[int, frozenset[int]]:
    tree = _tree(records)
    below: dict[int, set[int]] = {pk: {pk} for pk in tree}
    for pk, record in tree.items():
        above, steps = record.parent_id, 0
        while above in below and steps < len(below):
            below[above].add(pk)
            above, steps = tree[above].parent_id, steps + 1
    return {pk: frozenset(ids) for pk, ids in below.items()}


@remembered
def _known(records: Callable[[], QuerySet]) -> dict[int, Model]:
    """Those of many records that were asked for since the record last changed."""
    return {}


def counted(records: QuerySet, name: str, value: Any) -> Counts:
    """How many of `records` have each `value`, as rows (name, value, count)."""
    return (
        records.order_by()
        .annotate(facet_value=Cast(value, CharField()))
        .exclude(facet_value=None)
        .values("facet_value")
        .annotate(facet_count=Count("pk", distinct=True), facet_name=Value(name, CharField()))
        .values_list("facet_name", "facet_value", "facet_count")
    )


class Dimension(django_filters.Filter):
    """A parameter. `condition` is all that SQL knows of it; `counts` is empty where it is no facet.

    `found` says of the index of meetings what `condition` says in SQL.
    """

    is_facet = False

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # Each filter set copies its dimensions; what they are declared with never changes.
        return copy(self)

    def condition(self, value: Any) -> Q:
        raise NotImplementedError

    def found(self, index: MeetingIndex, value: Any) -> BitMap:
        """The positions of the meetings that meet the condition."""
        raise NotImplementedError

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(self.condition(value)) if value else qs

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        return []

    def selected_values(self, value: Any) -> list[str]:
        """The values as they stand in an address."""
        return [str(value)] if value else []


class FacetDimension(Dimension):
    """A parameter that repeats for "any of", and whose values are counted."""

    is_facet = True

    def holders(self, index: MeetingIndex) -> Iterable[tuple[Any, BitMap]]:
        """Each value with the positions of the meetings that have it."""
        raise NotImplementedError

    def tallies(self, index: MeetingIndex, within: BitMap) -> Iterable[tuple[str, int]]:
        """Each value with the number of meetings that have it."""
        return ((str(value), index.count(positions, within)) for value, positions in self.holders(index))

    def selected_values(self, value: Sequence) -> list[str]:
        return [str(each) for each in value]


class RecordDimension(FacetDimension):
    """Records that another noun's `path` leads to.

    `records` gives the published ones that may be asked for. `within` are further conditions on
    what the path leads to, `along` on what it passes, so that nothing unpublished is found or counted.
    """

    field_class = RecordsField

    def __init__(
        self,
        path: str,
        records: Callable[[], QuerySet],
        within: dict[str, Any] | None = None,
        along: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(field_name=path, **kwargs)
        self.path = path
        self.records = records
        self.along = along or {}
        self.within = self.along | {f"{path}__{field}": value for field, value in (within or {}).items()}

    @property
    def field(self) -> Field:
        return self.field_class(dimension=self, label=self.label, required=False)

    def everything(self) -> Iterable[Model]:
        return self.records()

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Model]:
        return {record.slug: record for record in self.records().filter(slug__in=slugs)}

    def by_id(self, ids: Iterable[int]) -> dict[int, Model]:
        return filled(_known(self.records), ids, lambda missing: self.records().in_bulk(missing))

    def ids(self, value: Iterable[Model]) -> set[int]:
        return {record.pk for record in value}

    def condition(self, value: Iterable[Model]) -> Q:
        holders = self.model.objects.filter(**self.along, **{f"{self.path}__in": self.ids(value)})
        return Q(pk__in=holders.values("pk"))

    def found(self, index: MeetingIndex, value: Iterable[Model]) -> BitMap:
        return index.any_of(self.path, self.ids(value))

    def holders(self, index: MeetingIndex) -> Iterable[tuple[int, BitMap]]:
        return ((pk, index.having[self.path][pk]) for pk in index.values(self.path))

    def reachable(self, records: QuerySet) -> QuerySet:
        return records.filter(**self.within)

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        return [counted(self.reachable(records), name, F(self.path))]

    def selected_values(self, value: Iterable[Model]) -> list[str]:
        return [record.slug for record in value]


class TreeDimension(RecordDimension):
    """Records that stand in a tree, each including those below it; few enough to be read at once."""

    @cached_property
    def _all(self) -> dict[int, Model]:
        return _tree(self.records)

    @cached_property
    def below(self) -> dict[int, frozenset[int]]:
        """Each record's own id and those of all below it, by id."""
        return _below(self.records)

    def everything(self) -> Iterable[Model]:
        return self._all.values()

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Model]:
        wanted = set(slugs)
        return {record.slug: record for record in self._all.values() if record.slug in wanted}

    def by_id(self, ids: Iterable[int]) -> dict[int, Model]:
        return {pk: self._all[pk] for pk in ids if pk in self._all}

    def ids(self, value: Iterable[Model]) -> set[int]:
        return {pk for record in value for pk in self.below[record.pk]}

    def holders(self, index: MeetingIndex) -> Iterable[tuple[int, BitMap]]:
        return ((pk, index.any_of(self.path, below)) for pk, below in self.below.items())

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        """A record with others below it is counted with them, each holder once."""
        parents = {pk: below for pk, below in self.below.items() if len(below) > 1}
        # In one filter: another one would join the rows of a many-valued path with themselves.
        leaves = records.filter(**self.within, **{f"{self.path}__in": self.below.keys() - parents.keys()})
        wholes = [
            counted(records.filter(**self.along, **{f"{self.path}__in": below}), name, Value(str(pk)))
            for pk, below in parents.items()
        ]
        return [counted(leaves, name, F(self.path)), *wholes]


class ChoiceDimension(FacetDimension):
    """A column with a short list of values."""

    field_class = ChoicesField

    def __init__(self, column: str, choices: Any, **kwargs: Any) -> None:
        super().__init__(field_name=column, **kwargs)
        self.column = column
        self.choices = choices

    @property
    def field(self) -> Field:
        return self.field_class(dimension=self, label=self.label, required=False)

    def options(self) -> list[tuple[str, Any]]:
        return self.choices

    def condition(self, value: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__in": value})

    def found(self, index: MeetingIndex, value: Sequence[str]) -> BitMap:
        return index.any_of(self.column, value)

    def holders(self, index: MeetingIndex) -> Iterable[tuple[str, BitMap]]:
        return ((value, positions) for value, positions in index.having[self.column].items() if value)

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        return [counted(records.exclude(**{self.column: ""}), name, F(self.column))]


class YearDimension(FacetDimension):
    """The year of a partial date."""

    field_class = YearsField

    def __init__(self, column: str, **kwargs: Any) -> None:
        super().__init__(field_name=column, **kwargs)
        self.column = column

    def condition(self, value: Sequence[str]) -> Q:
        return reduce(or_, (Q(**{f"{self.column}__startswith": year}) for year in value))

    def found(self, index: MeetingIndex, value: Sequence[str]) -> BitMap:
        return BitMap.union(*(BitMap(index.timeline.year(year)) for year in value))

    def tallies(self, index: MeetingIndex, within: BitMap) -> Iterable[tuple[str, int]]:
        years = index.timeline.years.items()
        return ((year, within.range_cardinality(each.start, each.stop)) for year, each in years)

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        return [counted(records, name, Substr(self.column, 1, 4))]


class HeldDimension(ChoiceDimension):
    """A column with such values as published records hold."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        super().__init__(column, [], **kwargs)

    def options(self) -> list[tuple[str, str]]:
        held = self.model.objects.published().exclude(**{self.column: ""})
        return [(value, value) for value in held.order_by().values_list(self.column, flat=True).distinct()]


class PlaceDimension(ChoiceDimension):
    """A city or a country; a city that is called like a country carries the country's name too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("city", [], **kwargs)

    @cached_property
    def _columns(self) -> dict[str, tuple[str, str]]:
        """The (city, country) of each place's value; a country has no city."""
        pairs = sorted(self._pairs())
        places = {ascii_slug(country): ("", country) for _city, country in pairs if country}
        for city, country in pairs:
            slug = ascii_slug(city)
            if city:
                places[f"{slug}-{ascii_slug(country)}" if slug in places else slug] = (city, country)
        return places

    def _pairs(self) -> Iterable[tuple[str, str]]:
        index = keeper.current() if self.model is Meeting else None
        if index is not None:
            return index.having["place"]
        return self.model.objects.published().order_by().values_list("city", "country").distinct()

    def options(self) -> list[tuple[str, str]]:
        return [(slug, place_name(city or country)) for slug, (city, country) in self._columns.items()]

    def _at(self, slug: str) -> Q:
        city, country = self._columns.get(slug, ("", ""))
        return Q(city=city, country=country) if city else Q(country=country) & ~Q(country="")

    def condition(self, value: Sequence[str]) -> Q:
        return reduce(or_, (self._at(slug) for slug in value))

    def _held(self, index: MeetingIndex, slug: str) -> BitMap:
        city, country = self._columns.get(slug, ("", ""))
        if city:
            return index.any_of("place", [(city, country)])
        return index.any_of("place", [pair for pair in index.having["place"] if country and pair[1] == country])

    def found(self, index: MeetingIndex, value: Sequence[str]) -> BitMap:
        return BitMap.union(*(self._held(index, slug) for slug in value))

    def holders(self, index: MeetingIndex) -> Iterable[tuple[str, BitMap]]:
        return ((slug, self._held(index, slug)) for slug in self._columns)

    def counts(self, records: QuerySet, name: str) -> list[Counts]:
        return [counted(records.filter(self._at(slug)), name, Value(slug)) for slug in self._columns]


class SearchDimension(Dimension):
    """Words that a record must hold."""

    field_class = SearchField

    def condition(self, value: str) -> Q:
        return Q(pk__in=matching(self.model.objects.all(), value).values("pk"))

    def found(self, index: MeetingIndex, value: str) -> BitMap:
        return index.searched(value, lambda: ids_of_documents(found_documents(Meeting, value)))


class FromDimension(Dimension):
    """From this day, month or year on: what may have been then or later.

    `column` is the last day that a record may mean; `otherwise` stands in where it is unknown, as
    for an event of which only the start is stated. Where it `is_open`, what is unknown may have been at any time.
    """

    field_class = DateField

    def __init__(self, column: str, otherwise: str = "", *, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(field_name=column, **kwargs)
        self.column = column
        self.otherwise = otherwise
        self.is_open = is_open

    def condition(self, value: PartialDate) -> Q:
        since = Q(**{f"{self.column}__gte": value.earliest}) | self._unknown()
        if self.otherwise:
            since |= Q(**{f"{self.column}__isnull": True, f"{self.otherwise}__gte": value.earliest})
        return since

    def _unknown(self) -> Q:
        return Q(**{f"{self.column}__isnull": True}) if self.is_open else Q()

    def found(self, index: MeetingIndex, value: PartialDate) -> BitMap:
        return index.timeline.since(value)


class ToDimension(FromDimension):
    """Until this day, month or year: what may have been then or before."""

    def condition(self, value: PartialDate) -> Q:
        return Q(**{f"{self.column}__lte": value.latest}) | self._unknown()

    def found(self, index: MeetingIndex, value: PartialDate) -> BitMap:
        return index.timeline.until(value)
