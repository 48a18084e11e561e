"""Signing in by a passkey alone. What it was asked goes along in a signed cookie: a stranger leaves no row behind."""

from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cooperation.models import AuditAction

from .audit import note

# How long a passkey may take to answer.
SECONDS = 5 * 60
_SALT = "passkey"


class PasskeySignIn(LoginWebAuthnView):
    """Allauth keeps the question in the session, and its remarks too, which would be a row for whoever asks."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if asked := request.session.pop(STATE_SESSION_KEY, None):
            name, secure = settings.PASSKEY_COOKIE_NAME, settings.SESSION_COOKIE_SECURE
            value = signing.dumps(asked, salt=_SALT)
            response.set_cookie(name, value, max_age=SECONDS, secure=secure, httponly=True, samesite="Strict")
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = _asked(request)
        if self.asked:
            request.session[STATE_SESSION_KEY] = self.asked
        response = super().post(request, *args, **kwargs)
        request.session.pop(STATE_SESSION_KEY, None)
        response.delete_cookie(settings.PASSKEY_COOKIE_NAME, samesite="Strict")
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """An answer that was overheard is good for nothing: each question is answered once."""
        if not cache.add(f"passkey-{self.asked['challenge']}", True, SECONDS):
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Whose passkey it claims to be is only a claim: the entry names nobody."""
        note(AuditAction.SIGN_IN_FAILED)
        page = reverse("account_login", query={"passkey": "refused"})
        return redirect(passthrough_next_redirect_url(self.request, page, REDIRECT_FIELD_NAME))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What this browser's passkey was asked a moment ago, as allauth keeps it."""
    try:
        return signing.loads(request.COOKIES.get(settings.PASSKEY_COOKIE_NAME, ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
