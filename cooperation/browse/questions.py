"""What a request asks of a list: filter, place in the sequence and order, or what is wrong with them."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cooperation.models import PartialDate
from cooperation.record import door
from cooperation.record.filters import FILTERS, RecordFilter
from cooperation.record.filters.base import Selection
from cooperation.record.filters.fields import VALUES_PER_PARAMETER, printable

from .addresses import Address

NEWEST, OLDEST = "newest", "oldest"


@dataclass(frozen=True)
class FilterError:
    """What is wrong with one parameter, and the addresses that may have been meant."""

    label: str
    message: str
    suggestions: list[tuple[str, str]] = field(default_factory=list)


class Question:
    """A request for a list of one noun."""

    def __init__(self, request: HttpRequest, noun: str) -> None:
        self.noun = noun
        self.data = request.GET
        self.filterset: RecordFilter = FILTERS[noun](request.GET)
        self.by_date = door.runs_by_date(self.filterset._meta.model)

    @property
    def sort(self) -> str:
        return self.data.get("sort", "") or (NEWEST if self.by_date else "")

    @property
    def descending(self) -> bool:
        return self.by_date and self.sort != OLDEST

    @cached_property
    def errors(self) -> list[FilterError]:
        return [*self._filter_errors(), *self._paging_errors()]

    @cached_property
    def selection(self) -> Selection:
        return self.filterset.selection()

    def window(self, size: int = door.PAGE_SIZE) -> door.Window:
        return door.Window(
            self.descending,
            size=size,
            after=self._position("after"),
            before=self._position("before"),
            year=PartialDate(self.data["start"]).year if self.by_date and self.data.get("start") else None,
        )

    @cached_property
    def address(self) -> Address:
        """The filter's lasting address, in its first page and the order asked for."""
        if self.errors:
            return self._as_typed()
        sort = {"sort": [self.sort]} if self.sort == OLDEST else {}
        return Address(self.noun, self.filterset.canonical() | sort)

    @cached_property
    def moved_to(self) -> str | None:
        """The lasting address, where this one names a former slug or carries a form's empty fields."""
        if self.errors or not (self.filterset.names_former_slugs() or self._has_empty_fields()):
            return None
        paging = {name: [self.data[name]] for name in ("after", "before", "start") if self.data.get(name)}
        return str(self.address.having(**paging))

    def _has_empty_fields(self) -> bool:
        return any("" in self.data.getlist(name) for name in self.filterset.filters)

    def _as_typed(self) -> Address:
        names = [name for name in self.data if name in self.filterset.filters]
        return Address(self.noun, {name: self.data.getlist(name)[:VALUES_PER_PARAMETER] for name in names})

    def _position(self, name: str) -> door.Position | None:
        return door.Position.parse(self.data[name]) if self.data.get(name) else None

    def _filter_errors(self) -> list[FilterError]:
        if self.filterset.is_valid():
            return []
        typed = self._as_typed()
        errors = []
        for name, found in self.filterset.form.errors.as_data().items():
            dimension = self.filterset.filters.get(name)
            for error in found:
                near = (error.params or {}).get("near", [])
                value = (error.params or {}).get("value", "")
                suggestions = [(label, str(typed.replacing(name, value, known))) for known, label in near]
                errors.append(
                    FilterError(str(dimension.label) if dimension else "", " ".join(error.messages), suggestions)
                )
        return errors

    def _paging_errors(self) -> list[FilterError]:
        errors = []
        if self.data.get("sort", "") not in ("", *((NEWEST, OLDEST) if self.by_date else ())):
            errors.append(FilterError(_("Order"), _("“%s” is no order of this list.") % printable(self.data["sort"])))
        try:
            self.window()
        except ValueError:
            first = [(_("Begin at the first page"), str(self._as_typed()))]
            errors.append(FilterError(_("Page"), _("This is no place in the list."), first))
        return errors
