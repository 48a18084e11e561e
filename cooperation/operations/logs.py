"""Lines of the log: one for each thing that happened, for people or for programs, and nobody can be known by them.

No line can be forged: what is written is one line, whatever a request holds. Addresses of computers and of letters, and
what was asked for behind a question mark, are left out; of errors the kind, the places and a cleaned message are told.
"""

import datetime
import json
import logging
import re
import traceback
from typing import Any

from . import request_ids

REQUESTS = "cooperation.requests"
_requests = logging.getLogger(REQUESTS)
# The rest of a message says nothing that its beginning does not.
LONGEST = 1_000
_MOST_FRAMES = 40

_HIDDEN = (
    # What PostgreSQL adds of rows and of the statement.
    (re.compile(r"\b(?:DETAIL|CONTEXT|HINT|LINE \d+):.*", re.DOTALL), "…"),
    (re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}"), "[mail]"),
    (re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"), "[address]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"), "[address]"),
    (re.compile(r"(?<![\w:])[0-9a-fA-F:]{0,36}::[0-9a-fA-F:.]{0,40}"), "[address]"),
    (re.compile(r"(?<=[\w/])\?[^\s'\"]+"), "?…"),
)
# Whatever ends a line, moves a cursor or turns the direction of text.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]")
# Fields that a line about a request has.
FIELDS = ("method", "route", "status", "milliseconds")


def clean(text: str) -> str:
    """The text in one line, without what would tell of somebody."""
    text = text[: 4 * LONGEST]
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    text = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def told(error: BaseException) -> list[dict[str, Any]]:
    """An error and what caused it, the cause last: of each its kind, its message, and where it came up."""
    found: list[dict[str, Any]] = []
    seen: set[int] = set()
    chain: BaseException | None = error
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        frames = traceback.extract_tb(chain.__traceback__)[-_MOST_FRAMES:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        found.append({"kind": type(chain).__qualname__, "message": clean(str(chain)), "places": places})
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return found


class _Lines(logging.Formatter):
    def _fields(self, record: logging.LogRecord) -> dict[str, Any]:
        return {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}

    def _errors(self, record: logging.LogRecord) -> list[dict[str, Any]]:
        error = record.exc_info[1] if record.exc_info else None
        return told(error) if error is not None else []


class Plain(_Lines):
    """For people: an error's places stand below its line, indented, where no line of the log begins."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "milliseconds")
        name = request_ids.current()
        line = f"{at} {record.levelname} {record.name}{f' [{name}]' if name else ''}: {clean(record.getMessage())}"
        for error in self._errors(record):
            line += f"\n    {error['kind']}: {error['message']}"
            line += "".join(f"\n        {place}" for place in error["places"])
        return line


class JSONLines(_Lines):
    """For programs: a JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        line["message"] = clean(record.getMessage())
        if name := request_ids.current():
            line["request"] = name
        line |= self._fields(record)
        if errors := self._errors(record):
            line["errors"] = errors
        return json.dumps(line)


def note_request(method: str, route: str, status: str, seconds: float) -> None:
    """A line for a request, where the operator wants them (LOG_REQUESTS)."""
    if _requests.isEnabledFor(logging.INFO):
        method = method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        milliseconds = round(seconds * 1000, 1)
        fields = {"method": method, "route": route, "status": int(status), "milliseconds": milliseconds}
        _requests.info("%s %s: %s in %s ms", method, route, status, milliseconds, extra=fields)


def configuration(form: str, *, requests: bool, reporter: str) -> dict[str, Any]:
    """LOGGING of Django's settings. The console is the log; Django's own tells of no failed page where DEBUG is off."""
    here = __name__
    handlers: dict[str, Any] = {"console": {"class": "logging.StreamHandler", "formatter": "line"}}
    if reporter:
        handlers["reporter"] = {
            "class": "cooperation.operations.reporting.Reporter",
            "level": "ERROR",
            "path": reporter,
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{here}.{'JSONLines' if form == 'json' else 'Plain'}"}},
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "django": {"level": "WARNING"},
            # Without this each address that is not there would be a line.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            REQUESTS: {"level": "INFO" if requests else "WARNING"},
        },
    }
