"""What second factors are made from, sealed: the database alone, or a copy of it, gives no codes.

Keys are derived from SECRET_KEY. What was sealed with a former key, named in SECRET_KEY_FALLBACKS, is read still, and
so is what was kept before anything was sealed; `renew` brings both to the present key.
"""

import base64
import logging
from functools import lru_cache

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

SEALED = "sealed:"
# Of each kind of factor, where its secret stands. A passkey has none: what is kept of it is public.
_SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}

log = logging.getLogger(__name__)


def seal(text: str) -> str:
    return SEALED + _keys(*_secret_keys())[0].encrypt(text.encode()).decode()


def opened(kept: str) -> str:
    """The text that was sealed. Where no key of this site opens it, a random one in its place, which no code fits."""
    if not kept.startswith(SEALED):
        return kept
    try:
        return MultiFernet(_keys(*_secret_keys())).decrypt(_token(kept)).decode()
    except InvalidToken:
        log.warning("A second factor was sealed with a SECRET_KEY that this site does not have.")
        return generate_totp_secret()


@transaction.atomic
def renew() -> int:
    """Seal everything with the present key; return how many factors no key opens, which stay as they are."""
    lost = 0
    for factor in Authenticator.objects.select_for_update().filter(type__in=_SECRETS):
        kept = factor.data.get(_SECRETS[factor.type], "")
        if not is_readable(kept):
            lost += 1
        elif kept and not _is_of_the_present_key(kept):
            factor.data[_SECRETS[factor.type]] = seal(opened(kept))
            factor.save(update_fields=["data"])
    return lost


def unreadable() -> int:
    """How many factors no key of this site opens."""
    factors = Authenticator.objects.filter(type__in=_SECRETS)
    return sum(not is_readable(factor.data.get(_SECRETS[factor.type], "")) for factor in factors)


def is_readable(kept: str) -> bool:
    return not kept.startswith(SEALED) or any(_opens(key, kept) for key in _keys(*_secret_keys()))


def _is_of_the_present_key(kept: str) -> bool:
    return kept.startswith(SEALED) and _opens(_keys(*_secret_keys())[0], kept)


def _opens(key: Fernet, kept: str) -> bool:
    try:
        key.decrypt(_token(kept))
    except InvalidToken:
        return False
    return True


def _token(kept: str) -> bytes:
    return kept.removeprefix(SEALED).encode()


def _secret_keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _keys(*secret_keys: str) -> list[Fernet]:
    """A key for each of the site's, the present one first; they are good for nothing else."""
    return [Fernet(base64.urlsafe_b64encode(_derived(each))) for each in secret_keys]


def _derived(secret_key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"cooperation record: second factors").derive(secret_key.encode())
