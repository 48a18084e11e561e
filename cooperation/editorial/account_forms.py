"""Allauth's forms, in this site's words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PasswordForm(ChangePasswordForm):
    def clean_password1(self) -> str:
        """One that was given is replaced by another, not by itself."""
        if self.cleaned_data["password1"] == self.cleaned_data.get("oldpassword"):
            raise ValidationError(_("This is your present password: choose another."))
        return self.cleaned_data["password1"]


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        alone = self.fields["passwordless"]
        # What phones and computers of today make; a plain security key is not unlocked by itself.
        alone.initial = True
        alone.label = _("Sign in with this passkey alone, without a password")
        alone.help_text = _("For a passkey that is unlocked by a finger, a face or a PIN, on a phone or computer.")
