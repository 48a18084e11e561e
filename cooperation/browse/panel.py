"""The filter panel that stands first on every list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from cooperation.models import PartialDate
from cooperation.record import facets as record_facets
from cooperation.record.facets import FacetValue
from cooperation.record.filters.dimensions import FacetDimension
from cooperation.record.filters.fields import SEARCH_LENGTH, printable

from .addresses import Address, list_address
from .questions import NEWEST, OLDEST, FilterError, Question

SHOWN, OFFERED = 7, 60


@dataclass(frozen=True)
class Facet:
    """A facet as the panel shows it: the first values and all chosen ones, then more to open."""

    name: str
    label: str
    values: list[FacetValue]

    @property
    def rest(self) -> int:
        """How many values are not offered here: the list of the noun has them all."""
        return max(0, len(self.values) - OFFERED)

    @property
    def open(self) -> bool:
        return any(value.selected for value in self.values)

    @property
    def shown(self) -> list[FacetValue]:
        return [value for value in self.values if value in self._first or value.selected]

    @property
    def more(self) -> list[FacetValue]:
        return [value for value in self.values[:OFFERED] if value not in self._first and not value.selected]

    @cached_property
    def _first(self) -> list[FacetValue]:
        is_tree = any(value.depth for value in self.values)
        # In a tree the heaviest: else one large branch, standing first, would hide all others.
        return sorted(self.values, key=lambda value: -value.count if is_tree else 0)[:SHOWN]


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    url: str


@dataclass
class Panel:
    noun: str
    action: str
    q: str
    from_date: str
    to_date: str
    has_dates: bool
    has_search: bool
    sort: str
    sorts: list[tuple[str, str, str, bool]]
    hidden: list[tuple[str, str]]
    facets: list[Facet]
    chips: list[Chip]
    clear_url: str
    errors: list[FilterError]
    unknown: list[str] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)


def panel_of(question: Question) -> Panel:
    address, data, filters = question.address, question.data, question.filterset.filters
    facets = [] if question.errors else list(_facets(question))
    return Panel(
        noun=question.noun,
        action=str(list_address(question.noun)),
        q=printable(data.get("q", ""), SEARCH_LENGTH),
        from_date=printable(data.get("from", "")),
        to_date=printable(data.get("to", "")),
        has_dates="from" in filters,
        has_search="q" in filters,
        sort=question.sort,
        sorts=_sorts(question),
        hidden=[(name, value) for name in ("with", "sort") for value in address.parameters.get(name, ())],
        facets=facets,
        chips=list(_chips(question)),
        clear_url=str(list_address(question.noun)),
        errors=question.errors,
        unknown=question.filterset.unknown_parameters[:20],
    )


def _facets(question: Question) -> Iterable[Facet]:
    for facet in record_facets.facets(question.selection):
        values = [value for value in facet.values if value.count or value.selected]
        if values:
            yield Facet(facet.name, facet.label, values)


def _sorts(question: Question) -> list[tuple[str, str, str, bool]]:
    if not question.by_date:
        return []
    return [
        (NEWEST, _("Newest first"), str(question.address.having(sort=())), question.sort == NEWEST),
        (OLDEST, _("Oldest first"), str(question.address.having(sort=(OLDEST,))), question.sort == OLDEST),
    ]


def _chips(question: Question) -> Iterable[Chip]:
    address: Address = question.address
    for name, values in address.parameters.items():
        dimension = question.filterset.filters.get(name)
        if dimension is None:
            continue
        labels = {} if question.errors else _chosen_labels(question, name)
        for value in values:
            yield Chip(
                str(dimension.label), printable(labels.get(value, value), 80), str(address.toggling(name, value))
            )


def _chosen_labels(question: Question, name: str) -> dict[str, str]:
    dimension, chosen = question.filterset.filters[name], question.selection.values[name]
    if isinstance(chosen, PartialDate):
        return {chosen: chosen.display()}
    if not isinstance(dimension, FacetDimension):
        return {}
    if hasattr(dimension, "options"):
        return {value: str(label) for value, label in dimension.options()}
    return {
        value: getattr(record, "acronym", "") or str(record)
        for value, record in zip(dimension.selected_values(chosen), chosen, strict=True)
    }
