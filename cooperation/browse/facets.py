"""The facets of the filter panel: a box is made once a value; a page fills in its count, and whether it is ticked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from cooperation.record import facets as record_facets
from cooperation.record.facets import FacetValue
from cooperation.record.filters.base import Selection

# Values that stand open, and all that are offered.
SHOWN, OFFERED = 7, 60
# Boxes kept in a process, of all facets and languages; each is about 1 KB.
KEPT = 8_192
# Stands in a kept box for what a page fills in: what nobody can have written into the record.
_HOLE = uuid4().hex


@dataclass(frozen=True)
class Facet:
    """A facet as the panel shows it: the first values and all chosen ones, then more to open.

    `rest` is how many values are not offered here: the list of the noun has them all.
    """

    name: str
    label: str
    shown: Sequence[FacetValue]
    more: Sequence[FacetValue]
    rest: int

    @property
    def values(self) -> list[FacetValue]:
        return [*self.shown, *self.more]

    @property
    def open(self) -> bool:
        return any(value.selected for value in self.shown)

    @property
    def shown_boxes(self) -> SafeString:
        return _boxes(self.name, self.shown)

    @property
    def more_boxes(self) -> SafeString:
        """Without depth: what they belong below may stand above, among the first."""
        return _boxes(self.name, [value._replace(depth=0) if value.depth else value for value in self.more])

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


def facets(selection: Selection) -> Iterable[Facet]:
    """Those that have values to offer."""
    for facet in record_facets.facets(selection, limit=OFFERED):
        if facet.values:
            yield _facet(facet)


def _facet(facet: record_facets.Facet) -> Facet:
    values, first = facet.values, _first(facet.values)
    shown = [value for place, value in enumerate(values) if place in first or value.selected]
    more = [value for place, value in enumerate(values[:OFFERED]) if place not in first and not value.selected]
    rest = facet.left_out + max(0, len(values) - OFFERED)
    return Facet(facet.name, facet.label, shown, more, rest)


def _first(values: Sequence[FacetValue]) -> set[int]:
    """The places of the values that stand open: in a tree the heaviest, as one large branch would hide all others."""
    places = range(len(values))
    if any(value.depth for value in values):
        places = sorted(places, key=lambda place: -values[place].count)
    return set(places[:SHOWN])


def _boxes(facet: str, values: Iterable[FacetValue]) -> SafeString:
    made = []
    for value, label, acronym, count, selected, depth in values:
        before, between, after = _box(facet, value, label, acronym, depth)
        made.append(f"{before}{' checked' if selected else ''}{between}{count}{after}")
    # The parts of a box were escaped where it was rendered.
    return mark_safe("".join(made))  # noqa: S308


@lru_cache(maxsize=KEPT)
def _box(facet: str, value: str, label: str, acronym: str, depth: int) -> tuple[str, str, str]:
    """The box of a value, cut at its two holes. It depends on nothing but these, so no change can make it stale."""
    value = FacetValue(value, label, acronym, 0, selected=False, depth=depth)
    box = render_to_string("box.html", {"facet": facet, "value": value, "hole": _HOLE}, using="jinja2")
    before, between, after = box.split(_HOLE)
    return before, between, after
