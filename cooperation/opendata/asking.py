"""What a request asks of a list as data. Strict: what is not understood is a `Problem`, never everything."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import translation

from cooperation.record import door
from cooperation.record.door import Position, Window
from cooperation.record.filters import FILTERS, RecordFilter
from cooperation.record.filters.base import Selection
from cooperation.record.filters.dimensions import FacetDimension
from cooperation.record.filters.fields import near, printable

from .problems import Moved, Problem

NEWEST, OLDEST = "newest", "oldest"
PAGE_SIZE, LARGEST_PAGE = 50, 500
CHUNK = 1000
# What a format that pages takes besides the filters.
PAGING = ("cursor", "page_size")


@dataclass(frozen=True)
class Asked:
    """A valid question for one noun.

    `parameters` are its filters and its order under their lasting names; `options` what the format
    alone takes (`fields`, `expand`), as given; `after` and `size` say which page, where the format pages.
    """

    noun: str
    selection: Selection
    descending: bool
    parameters: Mapping[str, list[str]]
    options: Mapping[str, str] = field(default_factory=dict)
    after: Position | None = None
    size: int = PAGE_SIZE

    @property
    def query(self) -> str:
        """The filters and the order, as they stand in an address; empty where there are none."""
        return urlencode(self.parameters, doseq=True)

    def page(self) -> door.Stretch:
        return door.stretch(self.selection, Window(self.descending, after=self.after, size=self.size))

    def chunks(self, size: int = CHUNK) -> Iterator[tuple[int, ...]]:
        """The ids of the whole selection in its sequence, some at a time."""
        after = None
        while True:
            found = door.stretch(self.selection, Window(self.descending, after=after, size=size))
            if found.ids:
                yield found.ids
            if found.last is None:
                return
            after = found.last


def asked(request: HttpRequest, noun: str, options: Iterable[str] = ()) -> Asked:
    """The question of a request. `options` are the parameters that its format takes besides the filters.

    Raises Problem where a parameter or value is not known, and Moved where a record is asked for by a former slug.
    """
    data, options = request.GET, tuple(options)
    filterset = FILTERS[noun](data)
    by_date = door.runs_by_date(filterset._meta.model)
    sorting = ("sort",) if by_date else ()
    _check_names(data, (*filterset.filters, *sorting, *options))
    _check_values(data, filterset)
    if filterset.names_former_slugs():
        raise Moved(_present_address(request, filterset))
    descending = by_date and _sort(data) != OLDEST
    return Asked(
        noun,
        filterset.selection(),
        descending,
        filterset.canonical() | ({"sort": [OLDEST]} if by_date and not descending else {}),
        {name: data[name] for name in options if name in data and name not in PAGING},
        decoded(data["cursor"]) if "cursor" in data else None,
        _page_size(data.get("page_size", str(PAGE_SIZE))),
    )


def refuse_unknown(data: QueryDict, known: Iterable[str]) -> None:
    """Where nothing is filtered: raise Problem for a parameter that is not known, empty or given twice."""
    names = tuple(known)
    _check_names(data, names)


def _check_names(data: QueryDict, known: tuple[str, ...]) -> None:
    for name in data:
        if name not in known:
            raise Problem(
                400,
                "unknown-parameter",
                f"There is no parameter “{printable(name)}” here.",
                parameter=printable(name),
                near=[value for value, _label in near(name, [(each, each) for each in known])],
            )
        if any(not value.strip() for value in data.getlist(name)):
            raise Problem(
                400, "empty-value", f"“{name}” has no value: leave it out, or say which one you mean.", parameter=name
            )


def _check_values(data: QueryDict, filterset: RecordFilter) -> None:
    for name in data:
        repeats = isinstance(filterset.filters.get(name), FacetDimension)
        if not repeats and len(data.getlist(name)) > 1:
            raise Problem(400, "repeated-parameter", f"“{name}” is given more than once.", parameter=name)
    with translation.override("en"):
        if not filterset.is_valid():
            raise _filter_problem(filterset)


def _filter_problem(filterset: RecordFilter) -> Problem:
    """The first thing that is wrong with a filter."""
    name, errors = next(iter(filterset.form.errors.as_data().items()))
    error: ValidationError = errors[0]
    parameter = name if name in filterset.filters else "from"
    known = [value for value, _label in (error.params or {}).get("near", ())]
    code = "unknown-value" if error.code == "unknown" else "bad-value"
    return Problem(400, code, " ".join(error.messages), parameter=parameter, near=known)


def _sort(data: QueryDict) -> str:
    sort = data.get("sort", NEWEST)
    if sort not in (NEWEST, OLDEST):
        raise Problem(
            400, "bad-value", f"“{printable(sort)}” is no order of this list.", parameter="sort", near=[NEWEST, OLDEST]
        )
    return sort


def _page_size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= LARGEST_PAGE):
        raise Problem(
            400, "bad-value", f"A page holds from 1 to {LARGEST_PAGE} records, in digits.", parameter="page_size"
        )
    return int(text)


def encoded(position: Position) -> str:
    """A position as a cursor: opaque, so that nobody builds one."""
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def decoded(cursor: str) -> Position:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return Position.parse(base64.b64decode(padded, altchars=b"-_", validate=True).decode())
    except (ValueError, binascii.Error):
        raise Problem(
            400,
            "bad-cursor",
            "This is no cursor of ours: follow `next`, or begin without one.",
            parameter="cursor",
        ) from None


def _present_address(request: HttpRequest, filterset: RecordFilter) -> str:
    others = {name: request.GET.getlist(name) for name in request.GET if name not in filterset.filters}
    return f"{request.path}?{urlencode(filterset.canonical() | others, doseq=True)}"
