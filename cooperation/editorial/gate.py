"""Nobody is anyone here without two factors: the gate before every page that knows its reader."""

from collections.abc import Callable

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

GetResponse = Callable[[HttpRequest], HttpResponse]
ACCOUNTS = tuple(f"{prefix}/accounts/" for prefix in ("", *(f"/{code}" for code, _name in settings.LANGUAGES)))


class TwoFactorMiddleware:
    """Whoever has shown a password only is led to the second factor, and is nobody elsewhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path.startswith(reverse("admin:index"))
        if request.path.startswith(ACCOUNTS):
            return _never_kept(self.get_response(request))
        if at_desk and request.user.is_authenticated and not has_two_factors(request, request.user):
            return _never_kept(_to_second_factor(request))
        user = request.user
        # Read only where a page asks who reads: pages for everyone do not vary by cookie.
        request.user = SimpleLazyObject(lambda: user if has_two_factors(request, user) else AnonymousUser())
        response = self.get_response(request)
        return _never_kept(response) if at_desk else response


def has_two_factors(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this session has shown a second factor (a code, or a passkey, which is two in one)."""
    return user.is_authenticated and any(
        record.get("method") == "mfa" for record in get_authentication_records(request, user)
    )


def forget(request: HttpRequest) -> None:
    """This session has shown no second factor, for there is none any more."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [each for each in records if each.get("method") != "mfa"]


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    if is_mfa_enabled(request.user):
        return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
    return redirect("mfa_activate_totp")


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
