"""The audit list: who did what to accounts, rights and what is public."""

from typing import Any

from allauth.core import context

from cooperation.models import AuditAction, AuditEntry


def note(action: AuditAction, *, by: Any = None, about: str = "") -> None:
    """Add an entry. Without `by` it is whoever makes the request at hand; where none is made, an operator."""
    who = by or getattr(context.request, "user", None)
    AuditEntry.objects.create(action=action, by=who.get_username() if who else "", about=about[:300])
