"""The filter panel that stands first on every list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.record import facets as record_facets
from cooperation.record.chosen import labels_of
from cooperation.record.facets import FacetValue
from cooperation.record.filters.fields import SEARCH_LENGTH, printable

from .addresses import Address, list_address
from .questions import NEWEST, OLDEST, FilterError, Question

SHOWN, OFFERED = 7, 60


@dataclass(frozen=True)
class Facet:
    """A facet as the panel shows it: the first values and all chosen ones, then more to open.

    `rest` is how many values are not offered here: the list of the noun has them all.
    """

    name: str
    label: str
    shown: list[FacetValue]
    more: list[FacetValue]
    rest: int

    @property
    def values(self) -> list[FacetValue]:
        return [*self.shown, *self.more]

    @property
    def open(self) -> bool:
        return any(value.selected for value in self.shown)

    @property
    def more_label(self) -> str:
        return ngettext("%(number)s more", "%(number)s more", len(self.more)) % {"number": len(self.more)}

    @property
    def rest_label(self) -> str:
        sentence = ngettext(
            "%(number)s more with fewer meetings is found by searching.",
            "%(number)s more with fewer meetings are found by searching.",
            self.rest,
        )
        return sentence % {"number": self.rest}


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
    for facet in record_facets.facets(question.selection, limit=OFFERED):
        if facet.values:
            yield _facet(facet)


def _facet(facet: record_facets.Facet) -> Facet:
    values, first = facet.values, _first(facet.values)
    shown = [place for place, value in enumerate(values) if place in first or value.selected]
    more = [value for place, value in enumerate(values[:OFFERED]) if place not in first and not value.selected]
    rest = facet.left_out + max(0, len(values) - OFFERED)
    return Facet(facet.name, facet.label, [values[place] for place in shown], more, rest)


def _first(values: Sequence[FacetValue]) -> set[int]:
    """The places of the values that stand open: in a tree the heaviest, as one large branch would hide all others."""
    places = range(len(values))
    if any(value.depth for value in values):
        places = sorted(places, key=lambda place: -values[place].count)
    return set(places[:SHOWN])


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
        labels = {} if question.errors else labels_of(question.selection, name)
        for value in values:
            yield Chip(
                str(dimension.label), printable(labels.get(value, value), 80), str(address.toggling(name, value))
            )
