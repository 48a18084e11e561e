"""Lists as JSON, a line for each record in the API's own shape, written while they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation

from cooperation.record import site
from cooperation.record.entries import Entries
from cooperation.record.formats import FORMATS

from .asking import Asked
from .rendering import as_json, is_light, results, shaped, wanted
from .resources import RESOURCES
from .walking import NEUTRAL, windows

OPTIONS = ("fields", "expand")
# What hangs on so many meetings is read at once.
AT_ONCE = 500


def render(asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    names = wanted(RESOURCES[asked.noun], asked.options)
    return StreamingHttpResponse(
        lines_of(asked.noun, windows(asked, AT_ONCE), names, base=site.base_of(request)),
        content_type=FORMATS["ndjson"].media_type,
        headers={"Content-Disposition": f'attachment; filename="{asked.noun}.ndjson"'},
    )


def lines_of(
    noun: str, ids: Iterable[Sequence[int]], names: frozenset[str], /, *, base: str = "", **more: Any
) -> Iterator[bytes]:
    """The records of a noun as lines, piece by piece; `more` stands in each of them. Addresses begin with `base`."""
    read = _reader(noun, names)
    for some in ids:
        with translation.override(NEUTRAL), site.reached_at(base):
            lines = [_line(more | record) for record in read(some).values()]
        yield "".join(lines).encode()


def _reader(noun: str, names: frozenset[str]) -> Callable[[Sequence[int]], dict[int, dict[str, Any]]]:
    if not is_light(noun, names):
        return lambda ids: results(noun, ids, names)
    entries = Entries()
    read = entries.by_id if noun == "meetings" else entries.seats_by_id
    return lambda ids: shaped(noun, read(ids), names)


def _line(record: dict[str, Any]) -> str:
    return as_json(record) + "\n"
