"""Nobody acts by a password of others' making, or publishes without two factors: the gate before the desk."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cooperation.models import AuditAction, GivenPassword

from .audit import note_once
from .roles import only_drafts

GetResponse = Callable[[HttpRequest], HttpResponse]
ACCOUNTS = tuple(f"{prefix}/accounts/" for prefix in ("", *(f"/{code}" for code, _name in settings.LANGUAGES)))
# In the session: that it began with a password which somebody else made.
_GIVEN = "given_password"
# Where strangers have something to do. Elsewhere allauth would keep what they send, to go on with after a sign-in.
_FOR_STRANGERS = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_list_webauthn",
    }
)
# What one may still do in a session that has shown less than the account asks for.
_ON_THE_WAY = frozenset(
    {"account_login", "account_logout", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)


class TwoFactorMiddleware:
    """Whoever has shown too little is led to the second factor at the desk and by the account, and is nobody elsewhere.

    A second factor that is set up is always asked for. Those who can only draft may do without one; a password is
    enough for nobody who may publish, change what is public, or see to accounts. A password that somebody else made
    opens the page to choose another, and nothing else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        is_account = request.path.startswith(ACCOUNTS)
        if not is_account and not request.path.startswith(reverse("admin:index")):
            # Read only where a page asks who reads: pages for everyone do not vary by cookie.
            request.user = SimpleLazyObject(lambda: user if may_act(request, user) else AnonymousUser())
            return self.get_response(request)
        if is_over(request, user):
            logout(request)
            user = request.user
        if is_account:
            response = self.get_response(request)
            if response.status_code == 429:
                whose = get_adapter().get_client_ip(request)
                note_once(AuditAction.LIMIT_REACHED, whose, about=request.path)
            return _never_kept(response)
        if user.is_authenticated and not has_shown_enough(request, user):
            return _never_kept(_to_next_step(request))
        response = self.get_response(request)
        if response.status_code == 403 and not user.is_authenticated:
            # A form that outlived its session, and with it the cookie of its token: its text waits in the browser.
            signs_out = request.path == reverse("admin:logout")
            response = redirect_to_login(reverse("admin:index") if signs_out else request.get_full_path())
        elif response.status_code == 403:
            note_once(AuditAction.FORBIDDEN, f"{user.pk} {request.path}", by=user, about=request.path)
        return _never_kept(response)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A session without the factor that was set up meanwhile must not change how one signs in."""
        name = request.resolver_match.url_name
        if not request.path.startswith(ACCOUNTS):
            return None
        if not request.user.is_authenticated:
            return None if name in _FOR_STRANGERS else redirect_to_login(request.get_full_path())
        if name in _ON_THE_WAY:
            return None
        if lacks_second_factor(request, request.user):
            return _to_next_step(request)
        if was_given(request) and name != "account_change_password":
            return _to_next_step(request)
        return None


def may_act(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    return has_shown_enough(request, user) and not is_over(request, user)


def is_over(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether it was shown too long ago who this is, however busy the session was since."""
    now = time.time()
    shown = get_authentication_records(request, user) if user.is_authenticated else ()
    return bool(shown) and all(record.get("at", now) < now - settings.SESSION_COOKIE_AGE for record in shown)


def has_shown_enough(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this session may act as the account that it belongs to."""
    if not user.is_authenticated or was_given(request):
        return False
    return has_two_factors(request, user) or (only_drafts(user) and not is_mfa_enabled(user))


def has_two_factors(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Whether this session has shown a second factor (a code, or a passkey, which is two in one)."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def lacks_second_factor(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Whether a second factor is set up that this session has not shown."""
    return not has_two_factors(request, user) and is_mfa_enabled(user)


def was_given(request: HttpRequest) -> bool:
    """Whether this session began with a password that somebody else made, and that still holds."""
    return _GIVEN in request.session


def remember_given(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Note in a session that begins whose password opened it: a password that is given later ends all sessions."""
    if GivenPassword.objects.filter(user_id=user.pk).exists():
        request.session[_GIVEN] = True


def forget_given(request: HttpRequest) -> None:
    """The owner has chosen a password; other sessions end with the one that was given."""
    request.session.pop(_GIVEN, None)


def forget(request: HttpRequest) -> None:
    """This session has shown no second factor, for there is none any more."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [each for each in records if each.get("method") != "mfa"]


def _to_next_step(request: HttpRequest) -> HttpResponse:
    """To what this session lacks: the second factor that there is, then a password of one's own, then a factor."""
    if lacks_second_factor(request, request.user):
        return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
    if was_given(request):
        return redirect_to_login(request.get_full_path(), reverse("account_change_password"))
    return redirect("mfa_activate_totp")


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
