"""What allauth's views lack: an answer of 429 for too many failures, and the end of one session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.core.internal.ratelimit import respond_429
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cooperation.models import AuditAction

from . import gate, sealing
from .audit import note

# Who signs out, perhaps from a machine of others, leaves no drafts in the browser.
CLEARED = '"cache", "storage"'


class _Limited:
    """A form refused for too many failures is an answer of 429."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        errors = form.errors.as_data().values()
        if any(error.code == "too_many_login_attempts" for found in errors for error in found):
            return respond_429(self.request)
        return super().form_invalid(form)  # type: ignore[misc]


class SignIn(_Limited, LoginView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.user.is_active and not self.request.user.is_authenticated:
            # Where nothing follows, somebody knows the password and has no second factor.
            note(AuditAction.PASSWORD_GIVEN, about=form.user.get_username())
        return response


class SignOut(LogoutView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEARED
        return response


class ChosenPassword(PasswordChangeView):
    """Also the page for those who came with a password that somebody else made."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"was_given": gate.was_given(self.request)}

    def form_invalid(self, form: Any) -> HttpResponse:
        if "oldpassword" in form.errors:
            note(AuditAction.PASSWORD_WRONG, by=self.request.user)
        return super().form_invalid(form)


class SecondFactor(_Limited, AuthenticateView):
    pass


def readable_codes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view where the site can read the account's recovery codes, else the page to make new ones."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        codes = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
        if codes and not sealing.is_readable(codes.data.get("seed", "")):
            return redirect("mfa_generate_recovery_codes")
        return view(request, *args, **kwargs)

    return shown


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own."""
    end_sessions(request, [get_object_or_404(UserSession, pk=pk, user=request.user)])
    return redirect("usersessions_list")
