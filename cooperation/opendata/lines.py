"""Lists as JSON, a line for each record in the API's own shape, written while they are read."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation

from cooperation.record.formats import FORMATS

from .asking import Asked
from .rendering import results, wanted
from .resources import RESOURCES
from .walking import NEUTRAL, windows

OPTIONS = ("fields", "expand")
# What hangs on so many meetings is read at once.
AT_ONCE = 200


def render(asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    names = wanted(RESOURCES[asked.noun], asked.options)
    return StreamingHttpResponse(
        lines_of(asked.noun, windows(asked, AT_ONCE), names),
        content_type=FORMATS["ndjson"].media_type,
        headers={"Content-Disposition": f'attachment; filename="{asked.noun}.ndjson"'},
    )


def lines_of(noun: str, ids: Iterable[Sequence[int]], names: frozenset[str], /, **more: Any) -> Iterator[bytes]:
    """The records of a noun as lines, piece by piece; `more` stands in each of them."""
    for some in ids:
        with translation.override(NEUTRAL):
            lines = [_line(more | record) for record in results(noun, some, names).values()]
        yield "".join(lines).encode()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
