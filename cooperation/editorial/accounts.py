"""How allauth is made this site's: nobody signs up, no mail, one way to find a client's address."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from cooperation.models import AuditAction, GivenPassword
from cooperation.record.clients import written_address

from . import gate, sealing
from .audit import note

# Said at every turn and to nobody's use.
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return written_address(request) or "0.0.0.0"  # noqa: S104

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago has shown who it is; allauth asks again only for what comes later."""
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        shown = get_authentication_records(context.request, context.request.user)
        return all(record.get("at", 0) < since for record in shown)

    @transaction.atomic
    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Called where owners choose a password themselves."""
        super().set_password(user, password)
        GivenPassword.objects.filter(user_id=user.pk).delete()
        gate.forget_given(context.request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)


class FactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text)

    def _get_site_name(self) -> str:
        """What an authenticator app calls this site."""
        return "Cooperation record"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


class SessionAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            note(AuditAction.SESSION_ENDED, about=f"{ended[0].user.get_username()}: {len(ended)}")
