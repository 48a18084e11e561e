"""What is known to be true of the record, and until when.

Triggers raise one generation row in the transaction of every change of what is public, and log which meeting it was
part of (`record.triggers`). Whatever is kept between requests is kept with the stamp that it was read under.
"""

import datetime
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, overload

from django.core.signals import request_finished, request_started
from django.db import connections, router
from django.db.models.signals import post_migrate, pre_migrate

from cooperation.models import Change, Generation
from cooperation.models.base import active_language

from .triggers import create_triggers, drop_triggers, new_epoch

__all__ = [
    "Changes",
    "Stamp",
    "connect",
    "create_triggers",
    "filled",
    "forget",
    "new_epoch",
    "reading",
    "remembered",
    "request_stamp",
    "shared_is_allowed",
    "since",
    "stamp",
]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Key = TypeVar("Key", bound=Hashable)

# Values kept in a process, all functions together; the one that was used longest ago goes first.
REMEMBERED = 4_096
# Records of one kind that are kept together as one such value; an entry of the timeline is about 2 KB.
KEPT_OF_ONE_KIND = 5_000

_GENERATION = Generation._meta.db_table
_CHANGE = Change._meta.db_table


@dataclass(frozen=True)
class Stamp:
    """A state of the record. Two equal stamps are the same state; numbers compare within one epoch only.

    `reached` is when it came to be, by the clock of the database, where that was asked.
    """

    epoch: uuid.UUID
    number: int
    reached: datetime.datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Changes:
    """What happened since a stamp: `meetings` that changed or went, each with the number of its last change, and
    `others` where anything else did.
    """

    stamp: Stamp
    meetings: Mapping[int, int]
    others: bool


def read_from() -> str:
    """The database that this request reads from: what holds of the record must be asked of that one."""
    return router.db_for_read(Generation)


def stamp(using: str | None = None) -> Stamp:
    """The state of the record now, in one query."""
    with connections[using or read_from()].cursor() as cursor:
        cursor.execute(f"SELECT epoch, number, changed FROM {_GENERATION}")
        row = cursor.fetchone()
    if row is None:
        raise Generation.DoesNotExist("The record has no generation: run manage.py migrate.")
    return _stamp(*row)


def since(known: Stamp, using: str | None = None) -> Changes | None:
    """What changed since `known`; None where the log cannot tell: another epoch, or too long ago."""
    with connections[using or read_from()].cursor() as cursor:
        # One statement sees one state: each number of the log stands for one row of it.
        cursor.execute(
            f"""SELECT epoch, number, generation, meeting FROM {_GENERATION}
            LEFT JOIN {_CHANGE} ON generation > %s""",
            [known.number],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    now = _stamp(*rows[0][:2])
    logged = sorted((generation, meeting) for _epoch, _number, generation, meeting in rows if generation is not None)
    if now.epoch != known.epoch or len(logged) != now.number - known.number:
        return None
    meetings = {meeting: generation for generation, meeting in logged}
    others = meetings.pop(None, None) is not None
    return Changes(now, meetings, others)


def _stamp(epoch: Any, number: int, changed: datetime.datetime | None = None) -> Stamp:
    # SQLite holds a UUID as text, and a time without its zone.
    if changed is not None and changed.tzinfo is None:
        changed = changed.replace(tzinfo=datetime.UTC)
    return Stamp(epoch if isinstance(epoch, uuid.UUID) else uuid.UUID(epoch), number, changed)


@dataclass
class _Request:
    """A request that only reads: all of it sees one stamp."""

    stamp: Stamp | None = None
    lasting: "Lasting | None" = None


_request: ContextVar[_Request | None] = ContextVar("request", default=None)


def request_stamp() -> Stamp:
    """The stamp under which this request reads, taken at first use; now's where it may write, and outside of any."""
    request = _request.get()
    if request is None:
        return stamp()
    if request.stamp is None:
        request.stamp = stamp()
    return request.stamp


@dataclass(frozen=True)
class Lasting:
    """Nothing but meetings has changed since `stamp` until `seen`: these, each with the number of its last change."""

    stamp: Stamp
    seen: Stamp
    meetings: Mapping[int, int]


def lasting() -> Lasting:
    """How long what depends on no meeting has been as it is, taken at first use in a request as the stamp is."""
    request = _request.get()
    if request is not None and request.lasting is not None:
        return request.lasting
    found = _lasting_at(request_stamp())
    if request is not None:
        request.lasting = found
    return found


def _lasting_at(now: Stamp) -> Lasting:
    known = _remembered.lasting
    if known is not None and known.seen == now:
        return known
    anew = Lasting(now, now, {})
    # A replica that is behind knows less than what is known here.
    said = since(known.seen) if known is not None and known.seen.number < now.number else None
    if said is not None and not said.others and len(known.meetings) < KEPT_OF_ONE_KIND:
        anew = Lasting(known.stamp, said.stamp, {**known.meetings, **said.meetings})
    _remembered.lasting = anew
    return anew


def last_changes() -> Mapping[int, int]:
    """The number of the last change of each meeting that changed while what is `lasting` did not."""
    return lasting().meetings if shared_is_allowed() else {}


@contextmanager
def reading() -> Iterator[None]:
    """All that is asked inside sees one stamp, as a request that only reads does: for a command that asks much."""
    token = _request.set(_Request())
    try:
        yield
    finally:
        _request.reset(token)


def shared_is_allowed(using: str | None = None) -> bool:
    """Whether what all requests share may be read and refreshed: not in a transaction, whose writes may yet go."""
    return all(block._from_testcase for block in connections[using or "default"].atomic_blocks)


@dataclass
class _Remembered:
    """The values that functions gave, each with its stamp, and since when all but meetings is as it is."""

    lasting: Lasting | None = None
    values: OrderedDict[Hashable, tuple[Stamp, Any]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable) -> tuple[Stamp | None, Any]:
        with self.lock:
            if key not in self.values:
                return None, None
            self.values.move_to_end(key)
            return self.values[key]

    def set(self, key: Hashable, now: Stamp, value: Any) -> None:
        with self.lock:
            self.values[key] = now, value
            self.values.move_to_end(key)
            if len(self.values) > REMEMBERED:
                self.values.popitem(last=False)


_remembered = _Remembered()


@overload
def remembered(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]: ...
@overload
def remembered(
    *, by_language: bool = False, outlives_meetings: bool = False
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]: ...
def remembered(function: Any = None, *, by_language: bool = False, outlives_meetings: bool = False) -> Any:
    """Work out once what the function says of the record, for as long as the record stays as it is.

    Its arguments must be hashable, and its value is shared: nobody may change it. What says nothing of meetings, nor of
    what is public by them alone, may outlive their changes.
    """
    if function is None:
        return lambda function: remembered(function, by_language=by_language, outlives_meetings=outlives_meetings)

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if not shared_is_allowed():
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())), active_language() if by_language else "")
        now = lasting().stamp if outlives_meetings else request_stamp()
        of, value = _remembered.get(key)
        if of != now:
            value = function(*args, **kwargs)
            _remembered.set(key, now, value)
        return value

    return wrapper


def filled(
    known: dict[Key, Result], keys: Iterable[Key], read: Callable[[list[Key]], Mapping[Key, Result]]
) -> dict[Key, Result]:
    """The values of `keys` in their order, those that `known` lacks read at once; `known` keeps them, up to a limit.

    `known` is what a remembered function gave. A key that `read` does not find is left out.
    """
    keys = list(keys)
    found = {key: known[key] for key in keys if key in known}
    if missing := [key for key in keys if key not in found]:
        read_now = read(missing)
        if len(known) > KEPT_OF_ONE_KIND:
            known.clear()
        known |= read_now
        found |= read_now
    return {key: found[key] for key in keys if key in found}


def forget() -> None:
    """Forget all that this process has kept, and the request that it is in."""
    with _remembered.lock:
        _remembered.values.clear()
        _remembered.lasting = None
    _request.set(None)


def connect() -> None:
    """Keep the triggers in place and know where a request begins and ends; called once, when the app is ready.

    Signals rather than a middleware: an export that is streamed goes on after the last middleware has returned.
    """
    pre_migrate.connect(_before_migrations, dispatch_uid="changes-pre-migrate")
    post_migrate.connect(_after_migrations, dispatch_uid="changes-post-migrate")
    request_started.connect(_begin, dispatch_uid="changes-request-started")
    request_finished.connect(_end, dispatch_uid="changes-request-finished")


def _before_migrations(sender: Any, using: str, plan: list, **kwargs: Any) -> None:
    if sender.label == "cooperation" and plan and connections[using].vendor == "sqlite":
        drop_triggers(using)


def _after_migrations(sender: Any, using: str, **kwargs: Any) -> None:
    if sender.label == "cooperation":
        create_triggers(using)


def _begin(environ: dict[str, Any] | None = None, **kwargs: Any) -> None:
    # A request that writes must see its own writes.
    reads = environ is not None and environ.get("REQUEST_METHOD") in {"GET", "HEAD"}
    _request.set(_Request() if reads else None)


def _end(**kwargs: Any) -> None:
    _request.set(None)
