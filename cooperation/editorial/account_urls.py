"""Those of allauth's addresses that are needed: no sign-up, no mail."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.views import list_usersessions
from django.urls import path
from django.views.generic import RedirectView

from . import account_views as own
from .passkeys import PasskeySignIn

urlpatterns = [
    path("login/", own.SignIn.as_view(), name="account_login"),
    path("logout/", own.SignOut.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", own.ChosenPassword.as_view(), name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", own.SecondFactor.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", own.readable_codes(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/file/", own.readable_codes(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/login/", PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
