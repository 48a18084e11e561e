"""A way back in for one who has lost the password or the second factor: for operators, and for administrators."""

import secrets
import string

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from cooperation.models import AuditAction, GivenPassword

from .audit import note

# 16 characters from 55 are 92 bits; those that look alike are left out.
PASSWORD_LETTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI5S")))


def new_password() -> str:
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(16))


@transaction.atomic
def give_password(user: AbstractBaseUser) -> str:
    """Give the account a password that its owner has to replace; return it, kept nowhere else."""
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    GivenPassword.objects.get_or_create(user_id=user.pk)
    return password


@transaction.atomic
def reset(user: AbstractBaseUser) -> str:
    """Give the account a password as above, no second factor and no session; return the password."""
    password = give_password(user)
    Authenticator.objects.filter(user_id=user.pk).delete()
    _end(user)
    note(AuditAction.SIGN_IN_RESET, about=user.get_username())
    return password


@transaction.atomic
def end_all_sessions(user: AbstractBaseUser) -> int:
    """Sign the account out wherever it is signed in; return in how many places it was."""
    ended = _end(user)
    note(AuditAction.SESSION_ENDED, about=f"{user.get_username()}: {ended}")
    return ended


def _end(user: AbstractBaseUser) -> int:
    sessions = UserSession.objects.purge_and_list(user)
    for session in sessions:
        session.end()
    return len(sessions)
