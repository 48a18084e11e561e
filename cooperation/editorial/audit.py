"""The audit list: who did what to accounts, rights and what is public."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from cooperation.models import AuditEntry


def note(
    action: str, *, by: AbstractBaseUser | AnonymousUser | None, about: str = "", request: HttpRequest | None = None
) -> None:
    """Add an entry. Without `by` it is the one who makes `request`; with neither, a command of the operator."""
    who = by or getattr(request, "user", None)
    AuditEntry.objects.create(action=action[:60], by=who.get_username() if who else "", about=about[:300])
