"""The files of the whole record at /data/<name>: with validators, and in parts where a part is asked for."""

from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from cooperation.record.filters.fields import near

from ..asking import refuse_unknown
from ..problems import Moved, Problem
from ..serving import data_view, precondition_failed
from . import freshness, shelf

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".ndjson": "application/x-ndjson",
    ".sqlite3": "application/vnd.sqlite3",
    ".zip": "application/zip",
    ".txt": "text/plain; charset=utf-8",
    "": "text/plain; charset=utf-8",
}
AT_ONCE = 64 * 1024

Part = tuple[int, int]
"""The first byte and the one after the last."""


@data_view
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    refuse_unknown(request.GET, ())
    path, etag = _found(name)
    # Compressed on its way, a file would be another one: its parts would not fit together.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    size, modified = path.stat().st_size, int(path.stat().st_mtime)
    response = get_conditional_response(request, etag, modified) or _answer(request, path, etag, size, modified)
    if response.status_code == 412:
        raise precondition_failed()
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    response["Accept-Ranges"], response["Cache-Control"] = "bytes", "public, no-cache"
    return response


@data_view
def elsewhere(request: HttpRequest, name: str) -> HttpResponseBase:
    """The files carry all languages, and stand at one address."""
    raise Moved(f"/data/{name}")


def _found(name: str) -> tuple[Path, str]:
    """A file of the present version, and its validator."""
    version = shelf.current()
    if version is None:
        raise Problem(404, "not-made-yet", "The files of the whole record have not been made yet.")
    sums = shelf.sums(version)
    if name == shelf.SUMS:
        return version / name, f'"{version.name}"'
    if name not in sums:
        similar = [each for each, _label in near(name, [(each, each) for each in sums])]
        raise Problem(404, "not-found", "There is no such file.", near=similar)
    if name not in shelf.ABOUT and freshness.holds_what_is_gone(version):
        message = "Something in these files was withdrawn since they were made. They are being made anew."
        raise Problem(503, "being-made-anew", message, headers={"Retry-After": "30"})
    return version / name, f'"{sums[name]}"'


def _answer(request: HttpRequest, path: Path, etag: str, size: int, modified: int) -> HttpResponseBase:
    # RFC 9110 knows parts of what GET gives alone.
    asked_for_part = request.method == "GET" and _is_for_this(request, etag, modified)
    wanted = request.headers.get("Range", "") if asked_for_part else ""
    try:
        part = part_of(wanted, size)
    except ValueError:
        headers = {"Content-Range": f"bytes */{size}"}
        message = f"The file has {size} bytes, and none in this range."
        raise Problem(416, "no-such-range", message, headers=headers) from None
    response = _sent(request, path, part or (0, size))
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{size}"
    return response


def _is_for_this(request: HttpRequest, etag: str, modified: int) -> bool:
    """Whether the part asked for is one of this version; of another the reader needs the whole file."""
    version = request.headers.get("If-Range", "")
    return not version or version == etag or parse_http_date_safe(version) == modified


def part_of(wanted: str, size: int) -> Part | None:
    """The one part that a Range header asks for; None where it asks for all, for several, or for nonsense.

    Raises ValueError where the file has no such part.
    """
    unit, _, parts = wanted.partition("=")
    first, dash, last = parts.strip().partition("-")
    if unit.strip().lower() != "bytes" or not dash or not all(_is_number(each) for each in (first, last) if each):
        return None
    if not first:
        return _ending(int(last), size) if last else None
    start, end = int(first), int(last) + 1 if last else size
    if end <= start and last:
        return None
    if start >= size:
        raise ValueError("It begins behind the end.")
    return start, min(end, size)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _ending(length: int, size: int) -> Part:
    if not length or not size:
        raise ValueError("It is empty.")
    return max(size - length, 0), size


def _sent(request: HttpRequest, path: Path, part: Part) -> HttpResponseBase:
    kind = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    headers = {"Content-Type": kind, "Content-Length": str(part[1] - part[0])}
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(_pieces(path, *part), headers=headers)


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(AT_ONCE, end - start))):
            start += len(piece)
            yield piece
