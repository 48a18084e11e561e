"""Asks the Internet Archive for a copy of a page. What it names is a suggestion: an editor takes it or does not."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from cooperation.models import Source

from .addresses import RefusedError, target_of
from .asking import FailedError
from .robots import Manners

_AVAILABLE = "https://archive.org/wayback/available"
_COPIES = "web.archive.org"
_READ = 100_000
_LONGEST = 1000


class AwayError(Exception):
    """The archive does not answer now."""


def copy_of(source: Source, manners: Manners) -> str:
    """The address of the copy nearest to the source's own date; empty where there is none. Raises AwayError."""
    question = {"url": source.url}
    if source.published:
        question["timestamp"] = str(source.published).replace("-", "")
    try:
        answer = manners.ask("GET", target_of(f"{_AVAILABLE}?{urlencode(question)}"), _READ)
    except (FailedError, RefusedError) as error:
        raise AwayError from error
    if answer.status != 200:
        raise AwayError
    return _copy_in(answer.body)


def _copy_in(body: bytes) -> str:
    try:
        found: Any = json.loads(body)
        closest = found["archived_snapshots"]["closest"]
        usable = closest["available"] is True and str(closest["status"]) == "200"
        return _safe(str(closest["url"])) if usable else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _safe(url: str) -> str:
    """The address over https, where it is one of the archive's own copies."""
    parts = urlsplit(url)
    is_copy = parts.hostname == _COPIES and parts.path.startswith("/web/") and len(url) < _LONGEST
    return parts._replace(scheme="https", netloc=_COPIES).geturl() if is_copy else ""
