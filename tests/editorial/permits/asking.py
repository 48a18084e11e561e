"""One request, as if it had never been: what it was answered, and whether it left anything in the database."""

import copy
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from cooperation.models import AuditAction, AuditEntry

# Who is signed in is no record.
_PASSED_OVER = ("django_session", "usersessions_usersession", "django_admin_log")
_TO_SIGN_IN = (
    "/admin/login/",
    "/accounts/login/?next",
    "/accounts/password/?next",
    "/accounts/2fa/app/",
    "/accounts/2fa/reauthenticate/?next",
)
_WRITES = ("INSERT", "UPDATE", "DELETE")
# What no form shows, and somebody may send all the same.
CRAFTED = {
    "_publish": "1", "_propose": "1", "_joined": "x", "state": "published", "published_at": "2024-01-01 00:00",
    "withdrawal_reason_en": "Mine", "state_changed_by": "1", "post": "yes", "publish": "1", "revert": "1",
    "discard": "1", "send_back": "1", "comment": "Mine", "reason": "Mine", "_reason": "Mine", "import": "1",
    "states": "1", "leaving": "1", "_merge": "1", "action": "publish", "name_en": "Mine", "title_en": "Mine",
    "is_superuser": "on", "groups": "3",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """`now` is a digest of the database where the request wrote anything, empty where it did not."""

    response: HttpResponse
    now: str

    @property
    def is_barred(self) -> bool:
        """Forbidden, or led to prove who asks."""
        return self.response.status_code == 403 or self._leads.startswith(_TO_SIGN_IN)

    @property
    def is_refused(self) -> bool:
        """Barred, not there, or, where something was to be deleted, led back to it."""
        is_led_back = self._leads.endswith("/change/") and self.response.request["PATH_INFO"].endswith("/delete/")
        return self.is_barred or self.response.status_code in {404, 405} or is_led_back

    @property
    def _leads(self) -> str:
        return self.response.headers.get("Location", "")


def ask(client: Client, method: str, address: str, data: dict[str, Any]) -> Answer:
    """Ask, and take back whatever it did."""
    with _taken_back(client), _writes() as written:
        response = getattr(client, method)(address, data)
        b"".join(response.streaming_content) if response.streaming else response.content
        now = contents() if written else ""
    return Answer(response, now)


@contextmanager
def _taken_back(client: Client) -> Iterator[None]:
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


@contextmanager
def _writes() -> Iterator[list[str]]:
    """The statements that write, as they come."""
    seen: list[str] = []

    def watch(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(_WRITES) and not any(table in sql for table in _PASSED_OVER):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def contents() -> str:
    """A digest of all that the database holds, but for who is signed in, and that somebody was refused."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in _PASSED_OVER and not table.startswith("sqlite"):
                kept = f" WHERE action <> '{AuditAction.FORBIDDEN}'" if table == AuditEntry._meta.db_table else ""
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}{kept}")
                found.update(repr(sorted(map(repr, cursor.fetchall()))).encode())
    return found.hexdigest()
