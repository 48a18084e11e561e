"""What is noted in the audit list by itself, from the signals of Django and allauth."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa import signals as factors
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth
from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from . import gate
from .audit import note

_RIGHTS = ("is_active", "is_staff", "is_superuser")
# Allauth keeps a client's address with its session; here none is kept.
_NO_ADDRESS = "0.0.0.0"  # noqa: S104


def connect() -> None:
    """Listen, once, when the site starts."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_failed)
    account.password_changed.connect(_password_changed)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authenticator_used.connect(_factor_used)
    factors.authentication_failed.connect(_factor_failed)
    pre_save.connect(_without_address, sender=UserSession)
    pre_save.connect(_remember_rights, sender=User)
    post_save.connect(_account_saved, sender=User)
    post_delete.connect(_account_deleted, sender=User)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_moved, sender=through)


def _by() -> Any:
    """Who makes the request at hand; nobody where a command runs."""
    user = getattr(context.request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _signed_in(user: Any, **_more: Any) -> None:
    note("signed in", by=user)


def _signed_out(user: Any, **_more: Any) -> None:
    if user is not None:
        note("signed out", by=user)


def _failed(credentials: dict[str, Any], **_more: Any) -> None:
    # A name that no account has may be a password in the wrong field.
    name = str(credentials.get("username", ""))
    known = get_user_model().objects.filter(username__iexact=name).values_list("username", flat=True).first()
    note("sign-in failed", by=None, about=known or "")


def _password_changed(user: Any, **_more: Any) -> None:
    note("password changed", by=user)


def _factor_added(request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    note("second factor set up", by=user, about=authenticator.type)
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        # Its code or its key was shown a moment ago: this session has both factors.
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _factor_removed(request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    note("second factor removed", by=user, about=authenticator.type)
    if not is_mfa_enabled(user):
        gate.forget(request)


def _factor_used(user: Any, authenticator: Any, **_more: Any) -> None:
    note("second factor used", by=user, about=authenticator.type)


def _factor_failed(user: Any, authenticator: Any, **_more: Any) -> None:
    note("second factor failed", by=None, about=f"{user.get_username()}: {authenticator.type}")


def _without_address(instance: UserSession, **_more: Any) -> None:
    instance.ip = _NO_ADDRESS


def _remember_rights(instance: User, update_fields: Any, **_more: Any) -> None:
    if instance.pk and (update_fields is None or set(_RIGHTS) & set(update_fields)):
        instance._rights_before = User.objects.filter(pk=instance.pk).values(*_RIGHTS).first()


def _account_saved(instance: User, created: bool, **_more: Any) -> None:
    if created:
        note("account made", by=_by(), about=instance.username)
        return
    before = instance.__dict__.pop("_rights_before", None) or {}
    moved = [f"{name}={getattr(instance, name)}" for name, was in before.items() if was != getattr(instance, name)]
    if moved:
        note("rights changed", by=_by(), about=f"{instance.username}: {', '.join(moved)}")


def _account_deleted(instance: User, **_more: Any) -> None:
    note("account deleted", by=_by(), about=instance.username)


def _rights_moved(instance: Any, action: str, model: Any, pk_set: set[int] | None, **_more: Any) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    which = ", ".join(sorted(map(str, model.objects.filter(pk__in=pk_set or ()))))
    note("rights changed", by=_by(), about=f"{instance}: {action.removeprefix('post_')} {which}")
