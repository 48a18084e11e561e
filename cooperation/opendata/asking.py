"""What a request asks of a list as data. Strict: what is not understood is a `Problem`, never everything."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import translation

from cooperation.record import door
from cooperation.record.door import Position, Window
from cooperation.record.filters import LISTED, RecordFilter
from cooperation.record.filters.base import Selection
from cooperation.record.filters.dimensions import FacetDimension
from cooperation.record.filters.fields import is_blank, near, printable

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
    `by_change` says that the format has one order of its own, the last change first.
    """

    noun: str
    selection: Selection
    descending: bool
    parameters: Mapping[str, list[str]]
    options: Mapping[str, str] = field(default_factory=dict)
    after: Position | None = None
    size: int = PAGE_SIZE
    by_change: bool = False

    @property
    def query(self) -> str:
        """The filters and the order, as they stand in an address; empty where there are none."""
        return urlencode(self.parameters, doseq=True)

    @property
    def sequence(self) -> str:
        """What a page is a page of: the noun, and what its records are ordered by."""
        if self.by_change:
            return f"{self.noun}:f"
        if "updated_since" in self.options:
            return f"{self.noun}:c"
        return f"{self.noun}:{'d' if self.descending else 'a'}"

    @property
    def _prefix(self) -> str:
        """The sequence, and a digest of what narrows it: a place in one list is none in another."""
        narrowed = f"{self.query}&{self.options.get('updated_since', '')}"
        return f"{self.sequence}:{hashlib.blake2s(narrowed.encode(), digest_size=6).hexdigest()}:"

    def cursor(self, position: Position) -> str:
        """A position in this sequence as a cursor: opaque, so that nobody builds one."""
        return base64.urlsafe_b64encode(f"{self._prefix}{position}".encode()).decode().rstrip("=")

    def position(self, cursor: str) -> Position:
        """The position of a cursor that this sequence gave. Raises Problem where it gave none such."""
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
            position = Position.parse(text.removeprefix(self._prefix))
            self._check(position)
        except (ValueError, binascii.Error):
            raise bad_cursor() from None
        # The one spelling that is given, so that each place has one address.
        if self.cursor(position) != cursor:
            raise bad_cursor()
        return position

    def _check(self, position: Position) -> None:
        """Raises ValueError where no record stands there; the moments of a feed are read where they are used."""
        if "updated_since" in self.options:
            if position.key:
                raise ValueError("Changes are told by their ids alone.")
        elif not self.by_change:
            door.check_key(self.selection.model, position.key)

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


def bad_cursor() -> Problem:
    message = "This is no cursor of this list: follow `next` as it is, or begin without one."
    return Problem(400, "bad-cursor", message, parameter="cursor")


def asked(request: HttpRequest, noun: str, options: Iterable[str] = (), *, by_change: bool = False) -> Asked:
    """The question of a request. `options` are the parameters that its format takes besides the filters; one
    that runs `by_change` has no order to choose.

    Raises Problem where a parameter or value is not known, and Moved where a record is asked for by a former slug.
    """
    data, options = request.GET, tuple(options)
    filterset = LISTED[noun](data)
    by_date = door.runs_by_date(filterset._meta.model)
    sorting = ("sort",) if by_date and not by_change else ()
    _check_names(data, (*filterset.filters, *sorting, *options))
    _check_values(data, filterset)
    if filterset.names_former_slugs():
        raise Moved(_present_address(request, filterset))
    descending = by_date and _sort(data) != OLDEST
    question = Asked(
        noun,
        filterset.selection(),
        descending,
        filterset.canonical() | ({"sort": [OLDEST]} if by_date and not descending else {}),
        {name: data[name] for name in options if name in data and name not in PAGING},
        size=_page_size(data.get("page_size", str(PAGE_SIZE))),
        by_change=by_change,
    )
    return replace(question, after=question.position(data["cursor"])) if "cursor" in data else question


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
        if any(is_blank(value) for value in data.getlist(name)):
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


def _present_address(request: HttpRequest, filterset: RecordFilter) -> str:
    others = {name: request.GET.getlist(name) for name in request.GET if name not in filterset.filters}
    return f"{request.path}?{urlencode(filterset.canonical() | others, doseq=True)}"
