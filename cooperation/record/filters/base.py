from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cooperation.models import PartialDate

from .dimensions import Dimension, RecordDimension
from .fields import printable

# Parameters of a list that are no filters: where in the sequence the page lies, and its order.
PAGING = ("after", "before", "start", "sort")


@dataclass(frozen=True)
class Selection:
    """What a reader asked of one noun, validated: the door's question.

    `values` holds, for each parameter that narrows, what its dimension takes: records, texts or a
    partial date. Rows within records are those `within` the selection of these.
    """

    model: type[Model]
    dimensions: Mapping[str, Dimension]
    values: Mapping[str, Any]
    within: "Selection | None" = None


def narrowed(selection: Selection, **values: object) -> Selection:
    """The selection with other values for some parameters; None takes one away."""
    merged = {name: value for name, value in {**selection.values, **values}.items() if value}
    return replace(selection, values=merged)


class FilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("from"), cleaned.get("to")
        if isinstance(start, PartialDate) and isinstance(end, PartialDate) and start.earliest > end.latest:
            raise ValidationError(
                _("The range ends before it begins: %(start)s to %(end)s."), params={"start": start, "end": end}
            )
        return cleaned


class RecordFilter(django_filters.FilterSet):
    """The parameters that narrow a list of one noun. A subclass declares them and its `Meta.model`."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        # An unbound filter would never be validated; no parameters at all is a valid question.
        super().__init__(QueryDict() if data is None else data, **kwargs)

    @cached_property
    def form(self) -> FilterForm:
        """The fields of those parameters alone that were given: most requests have one or two of a dozen."""
        form = FilterForm(self.data)
        form.fields = {name: dimension.field for name, dimension in self.filters.items() if name in self.data}
        return form

    @property
    def unknown_parameters(self) -> list[str]:
        """Parameters that this list does not know, named so that a reader sees why they do nothing."""
        known = {*self.filters, *PAGING}
        return [printable(name) for name in self.data if name not in known]

    def selection(self) -> Selection:
        """The validated selection. Raises ValueError when the filter is not valid."""
        if not self.is_valid():
            raise ValueError("An invalid filter selects nothing.")
        values = {name: value for name, value in self.form.cleaned_data.items() if value}
        return Selection(self._meta.model, self.filters, values)

    def canonical(self) -> dict[str, list[str]]:
        """The filter's parameters with each record under its present slug, for a lasting address."""
        return {
            name: self.filters[name].selected_values(value) for name, value in self.form.cleaned_data.items() if value
        }

    def names_former_slugs(self) -> bool:
        """Whether a record was asked for by an address that it no longer has."""
        canonical = self.canonical()
        return any(
            set(self.data.getlist(name)) - {""} != set(canonical.get(name, ()))
            for name, dimension in self.filters.items()
            if isinstance(dimension, RecordDimension)
        )


class PartFilter(RecordFilter):
    """The parameters that narrow rows within records: all that their records' list has, and what the rows hold.

    A subclass names that list's filter as `whole`.
    """

    whole: ClassVar[type[RecordFilter]]

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._own, self._of_whole = self.filters, self.whole().filters
        self.filters = self._of_whole | self._own

    def selection(self) -> Selection:
        chosen = super().selection()
        own = {name: value for name, value in chosen.values.items() if name in self._own}
        others = {name: value for name, value in chosen.values.items() if name not in own}
        within = Selection(self.whole._meta.model, self._of_whole, others)
        return Selection(chosen.model, self._own, own, within)
