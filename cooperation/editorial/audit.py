"""The audit list: who did what to accounts, rights and what is public."""

import hashlib
from typing import Any

from allauth.core import context
from django.core.cache import cache

from cooperation.models import AuditAction, AuditEntry

# In so many seconds what somebody repeats is noted once.
ONCE_IN = 5 * 60


def note(action: AuditAction, *, by: Any = None, about: str = "") -> None:
    """Add an entry. Without `by` it is whoever makes the request at hand; where none is made, an operator."""
    who = by or getattr(context.request, "user", None)
    AuditEntry.objects.create(action=action, by=who.get_username() if who else "", about=about[:300])


def note_once(action: AuditAction, whose: str, *, by: Any = None, about: str = "") -> None:
    """Add an entry unless the like of it was added a moment ago for `whose`: repeating it must not fill the list."""
    if cache.add(f"audit-{action}-{hashlib.sha256(whose.encode()).hexdigest()}", True, ONCE_IN):
        note(action, by=by, about=about)
