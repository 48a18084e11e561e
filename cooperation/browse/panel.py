"""The filter panel that stands first on every list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cooperation.record.chosen import labels_of
from cooperation.record.filters.fields import SEARCH_LENGTH, printable

from .addresses import Address, list_address
from .facets import Facet, facets
from .questions import NEWEST, OLDEST, FilterError, Question


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
        facets=[] if question.errors else list(facets(question.selection)),
        chips=list(_chips(question)),
        clear_url=str(list_address(question.noun)),
        errors=question.errors,
        unknown=question.filterset.unknown_parameters[:20],
    )


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
