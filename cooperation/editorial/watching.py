"""What is noted in the audit list by itself, from the signals of Django and allauth."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth
from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from cooperation.models import Action, AuditAction, State, Version

from . import gate
from .audit import note
from .expiry import clear_expired_sessions

_RIGHTS = ("username", "is_active", "is_staff", "is_superuser")
# Allauth keeps a client's address with its session; here none is kept.
_NO_ADDRESS = "0.0.0.0"  # noqa: S104
# What is kept of a record without anything being done to it.
_NOTHING_DONE = frozenset({Action.FOUND, Action.PROPOSED, Action.RETURNED, Action.DISCARDED})
_SIGNS = {"post_add": "+", "post_remove": "-"}


def connect() -> None:
    """Listen, once, when the site starts."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_failed)
    account.password_changed.connect(_password_changed)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_reset.connect(_codes_made_anew)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authenticator_used.connect(_factor_used)
    factors.authentication_failed.connect(_factor_failed)
    pre_save.connect(_without_address, sender=UserSession)
    post_save.connect(_version_kept, sender=Version)
    _watch_rights()


def _watch_rights() -> None:
    pre_save.connect(_remember_rights, sender=User)
    post_save.connect(_account_saved, sender=User)
    post_delete.connect(_account_deleted, sender=User)
    post_save.connect(_group_saved, sender=Group)
    post_delete.connect(_group_deleted, sender=Group)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_moved, sender=through)


def _signed_in(request: Any, user: Any, **_more: Any) -> None:
    note(AuditAction.SIGNED_IN, by=user)
    clear_expired_sessions()
    gate.remember_given(request, user)


def _signed_out(user: Any, **_more: Any) -> None:
    if user is not None:
        note(AuditAction.SIGNED_OUT, by=user)


def _failed(credentials: dict[str, Any], **_more: Any) -> None:
    # A name that no account has may be a password in the wrong field.
    name = str(credentials.get("username", ""))
    known = get_user_model().objects.filter(username__iexact=name).values_list("username", flat=True).first()
    note(AuditAction.SIGN_IN_FAILED, about=known or "")


def _password_changed(user: Any, **_more: Any) -> None:
    note(AuditAction.PASSWORD_CHANGED, by=user)


def _factor_added(request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    note(AuditAction.FACTOR_ADDED, by=user, about=authenticator.type)
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        # Its code or its key was shown a moment ago: this session has both factors.
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _codes_made_anew(user: Any, authenticator: Any, **_more: Any) -> None:
    note(AuditAction.FACTOR_ADDED, by=user, about=authenticator.type)


def _factor_removed(request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    note(AuditAction.FACTOR_REMOVED, by=user, about=authenticator.type)
    if not is_mfa_enabled(user):
        gate.forget(request)


def _factor_used(user: Any, authenticator: Any, **_more: Any) -> None:
    note(AuditAction.FACTOR_USED, by=user, about=authenticator.type)


def _factor_failed(user: Any, authenticator: Any, **_more: Any) -> None:
    note(AuditAction.FACTOR_FAILED, about=f"{user.get_username()}: {authenticator.type}")


def _without_address(instance: UserSession, **_more: Any) -> None:
    instance.ip = _NO_ADDRESS


def _version_kept(instance: Version, created: bool, **_more: Any) -> None:
    """Whatever is done to what the public sees leaves a version; so no way to publish is forgotten here."""
    now, before = (state == State.PUBLISHED for state in (instance.state, instance.state_before))
    if not created or instance.action in _NOTHING_DONE or not (now or before):
        return
    note(_publication(instance.action, now, before), by=instance.by, about=f"{instance.noun}: {instance.title}")


def _publication(action: str, now: bool, before: bool) -> AuditAction:
    if action == Action.DELETED or not now:
        return AuditAction.TAKEN_BACK
    if before or action not in {Action.MOVED, Action.CREATED}:
        return AuditAction.CHANGE_PUBLISHED
    return AuditAction.PUBLISHED


def _remember_rights(instance: User, update_fields: Any, **_more: Any) -> None:
    if instance.pk and (update_fields is None or set(_RIGHTS) & set(update_fields)):
        instance._rights_before = User.objects.filter(pk=instance.pk).values(*_RIGHTS).first()


def _account_saved(instance: User, created: bool, **_more: Any) -> None:
    if created:
        rights = " (superuser)" if instance.is_superuser else ""
        note(AuditAction.ACCOUNT_MADE, about=f"{instance.username}{rights}")
        return
    before = instance.__dict__.pop("_rights_before", None) or {}
    moved = [f"{name}={getattr(instance, name)}" for name, was in before.items() if was != getattr(instance, name)]
    if moved:
        note(AuditAction.RIGHTS_CHANGED, about=f"{before['username']}: {', '.join(moved)}")


def _account_deleted(instance: User, **_more: Any) -> None:
    note(AuditAction.ACCOUNT_DELETED, about=instance.username)


def _group_saved(instance: Group, created: bool, **_more: Any) -> None:
    if created:
        note(AuditAction.GROUP_MADE, about=instance.name)


def _group_deleted(instance: Group, **_more: Any) -> None:
    note(AuditAction.GROUP_DELETED, about=instance.name)


def _rights_moved(instance: Any, action: str, model: Any, pk_set: set[int] | None, **_more: Any) -> None:
    if action == "post_clear":
        note(AuditAction.RIGHTS_CHANGED, about=f"{instance}: -*")
    elif action in _SIGNS and pk_set:
        names = sorted(getattr(each, "codename", str(each)) for each in model.objects.filter(pk__in=pk_set))
        note(AuditAction.RIGHTS_CHANGED, about=f"{instance}: " + ", ".join(_SIGNS[action] + name for name in names))
