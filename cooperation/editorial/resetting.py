"""A way back in for one who has lost the password or the second factor; for operators alone."""

import secrets
import string

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.db import transaction

from .audit import note

# 16 characters from 56 are 92 bits; those that look alike are left out.
PASSWORD_LETTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI5S")))


def new_password() -> str:
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(16))


@transaction.atomic
def reset(name: str) -> str:
    """Give the account a new password, no second factor and no session; return the password, kept nowhere else."""
    user = get_user_model().objects.get(username=name)
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    note("sign-in reset", by=None, about=name)
    return password
