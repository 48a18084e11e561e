"""A selection in words: what a reader chose, as pages, feeds and calendars are titled."""

from collections.abc import Iterator

from cooperation.models import PartialDate, Record
from cooperation.models.base import acronym_of, active_language
from cooperation.models.sorting import capitalised

from . import site
from .filters.base import Selection
from .filters.dimensions import FacetDimension
from .filters.fields import printable


def labels_of(selection: Selection, name: str) -> dict[str, str]:
    """What the values chosen for one parameter are called, by how they stand in an address."""
    dimension, chosen = selection.dimensions[name], selection.values[name]
    if isinstance(chosen, PartialDate):
        return {chosen: chosen.display()}
    if not isinstance(dimension, FacetDimension):
        return {}
    if hasattr(dimension, "options"):
        return {value: str(label) for value, label in dimension.options()}
    return {
        value: acronym_of(record) or str(record)
        for value, record in zip(dimension.selected_values(chosen), chosen, strict=True)
    }


def chosen(selection: Selection) -> Iterator[str]:
    """Each value that narrows the selection, as a reader calls it."""
    for name, value in selection.values.items():
        dimension, labels = selection.dimensions[name], labels_of(selection, name)
        for each in dimension.selected_values(value):
            shown = printable(labels.get(each, each), 80)
            yield shown if isinstance(dimension, FacetDimension) else f"{dimension.label}: {shown}"


def list_name(model: type[Record]) -> str:
    return capitalised(str(model._meta.verbose_name_plural), active_language())


def title_of(selection: Selection) -> str:
    """The name of the list, what it is narrowed by, and whose it is."""
    name, values = list_name(selection.model), ", ".join(chosen(selection))
    return f"{name}: {values} – {site.NAME}" if values else f"{name} – {site.NAME}"
