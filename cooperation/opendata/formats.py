"""What makes each format: a list of records, or one record, as an answer.

Every format of `record.formats` has its renderers here, and no other has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from cooperation.record.formats import NOUNS

from . import feed_of_corrections, feeds, lines, rendering
from .asking import Asked
from .tabular import sheets

ListRenderer = Callable[[Asked, HttpRequest], HttpResponseBase]
# Takes the whole public record, as `record.reading.read_one` gives it.
RecordRenderer = Callable[[Any, HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class Renderers:
    """`options` are the parameters that the format's lists take besides the filters, `record_options` its records'."""

    of_list: ListRenderer
    of_record: RecordRenderer | None = None
    options: tuple[str, ...] = ()
    record_options: tuple[str, ...] = ()


def _at_first_use(name: str) -> Callable[[Any, HttpRequest], HttpResponseBase]:
    """The renderer of this name, imported with the library that it writes by, 5 MB, only when somebody asks."""

    def render(asked: Any, request: HttpRequest) -> HttpResponseBase:
        return import_string(f"{__package__}.{name}")(asked, request)

    return render


_WORKBOOK = _at_first_use("tabular.workbooks.render")

RENDERERS: dict[str, Renderers] = {
    "json": Renderers(rendering.render_list, rendering.render_record, rendering.LIST_OPTIONS, rendering.RECORD_OPTIONS),
    "ndjson": Renderers(lines.render, options=lines.OPTIONS),
    "csv": Renderers(sheets.render, sheets.render_record),
    "xlsx": Renderers(_WORKBOOK, _at_first_use("tabular.workbooks.render_record")),
    "atom": Renderers(feeds.render, feeds.render_record, feeds.OPTIONS),
    "ics": Renderers(_at_first_use("calendars.render"), _at_first_use("calendars.render_record")),
}

# What has no pages of its own has no parts, and changes with the records that it is told of.
_WITHOUT_PAGES: dict[str, Renderers] = {
    "json": Renderers(rendering.render_list, options=rendering.PART_OPTIONS),
    "ndjson": Renderers(lines.render, options=("fields",)),
    "csv": Renderers(sheets.render),
    "xlsx": Renderers(_WORKBOOK),
    # Corrections alone have a feed.
    "atom": Renderers(feed_of_corrections.render, options=feeds.OPTIONS),
}


def renderers_of(noun: str, suffix: str) -> Renderers:
    """What makes a list in this format."""
    return (RENDERERS if noun in NOUNS else _WITHOUT_PAGES)[suffix]
