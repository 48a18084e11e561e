"""How tests sign in. `force_login` leaves a session as the site's own sign-in does, with a second factor shown."""

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

_force_login = Client.force_login


def with_password(user: AbstractBaseUser) -> Client:
    """A browser that has shown a password only."""
    client = Client()
    _force_login(client, user)
    return client


def with_both_factors(client: Client, user: AbstractBaseUser, backend: Any = None) -> None:
    _force_login(client, user, backend)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp"}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()


def code_of(secret: str, ahead: int = 0) -> str:
    """What an authenticator app shows for a key now, or some half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))
