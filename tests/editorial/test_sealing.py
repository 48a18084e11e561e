"""Secrets of second factors stand sealed in the database, and are read through a change of the site's key."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from cooperation.editorial import sealing
from tests.signing_in import code_of

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
OLD, NEW = "an old key of this site " * 3, "a new key of this site " * 3


@pytest.fixture
def leyla(django_user_model):
    return django_user_model.objects.create_user("leyla", password=PASSWORD, is_staff=True)


@pytest.fixture
def keys(settings):
    def changed(*keys):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = keys[0], list(keys[1:])

    changed(OLD)
    return changed


def comes_in(code):
    """Whether a code is taken at the page to sign in."""
    client = Client()
    client.post("/accounts/login/", {"login": "leyla", "password": PASSWORD})
    return client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302


def kept(type=Authenticator.Type.TOTP):
    return Authenticator.objects.get(type=type).data


def test_the_database_holds_neither_key_nor_seed(leyla):
    secret = generate_totp_secret()
    TOTP.activate(leyla, secret)
    codes = RecoveryCodes.activate(leyla)
    seed = sealing.opened(codes.instance.data["seed"])
    held = repr(list(Authenticator.objects.values()))
    assert secret not in held
    assert seed not in held
    assert len(seed) == 80
    assert held.count("sealed:") == 2
    assert comes_in(code_of(secret))
    assert comes_in(codes.generate_codes()[0])


def test_the_same_text_is_never_sealed_alike():
    assert sealing.seal("JBSWY3DPEHPK3PXP") != sealing.seal("JBSWY3DPEHPK3PXP")


def test_a_former_key_opens_still_and_a_renewal_makes_it_needless(leyla, keys):
    secret = generate_totp_secret()
    TOTP.activate(leyla, secret)
    code, *_others = RecoveryCodes.activate(leyla).generate_codes()
    before = kept()
    keys(NEW, OLD)
    assert comes_in(code_of(secret))
    assert sealing.renew() == 0
    assert kept() != before
    keys(NEW)
    assert comes_in(code_of(secret, ahead=1))
    assert comes_in(code)


def test_what_is_sealed_with_the_present_key_stays_as_it_is(leyla, keys):
    TOTP.activate(leyla, generate_totp_secret())
    RecoveryCodes.activate(leyla)
    before = list(Authenticator.objects.values())
    keys(OLD, NEW)
    assert sealing.renew() == 0
    assert list(Authenticator.objects.values()) == before


def test_what_was_kept_before_anything_was_sealed_is_read_and_sealed(leyla):
    secret, seed = generate_totp_secret(), RecoveryCodes.generate_seed()
    Authenticator.objects.create(user=leyla, type="totp", data={"secret": secret})
    codes = Authenticator.objects.create(user=leyla, type="recovery_codes", data={"seed": seed, "used_mask": 1})
    code = RecoveryCodes(codes).get_unused_codes()[0]
    assert comes_in(code_of(secret))
    assert sealing.renew() == 0
    assert (sealing.opened(kept()["secret"]), kept()["secret"].startswith("sealed:")) == (secret, True)
    found = kept("recovery_codes")
    assert (sealing.opened(found["seed"]), found["seed"].startswith("sealed:")) == (seed, True)
    assert comes_in(code)
    assert kept("recovery_codes")["used_mask"] == 3
    assert comes_in(code_of(secret, ahead=1))


def test_without_its_key_no_code_fits_and_nobody_is_told_an_error(leyla, keys, caplog):
    secret = generate_totp_secret()
    TOTP.activate(leyla, secret)
    before = kept()
    keys(NEW)
    assert not comes_in(code_of(secret))
    assert "a SECRET_KEY that this site does not have" in caplog.text
    assert (sealing.renew(), sealing.unreadable()) == (1, 1)
    assert kept() == before
    keys(NEW, OLD)
    assert (sealing.renew(), sealing.unreadable()) == (0, 0)
    assert comes_in(code_of(secret))


def test_codes_that_cannot_be_read_are_made_anew_and_not_shown(leyla, client, keys):
    RecoveryCodes.activate(leyla)
    keys(NEW)
    client.force_login(leyla)
    for address in ("/accounts/2fa/codes/", "/accounts/2fa/codes/file/"):
        assert client.get(address).url == "/accounts/2fa/codes/new/"


def test_a_passkey_is_left_alone(leyla):
    Authenticator.objects.create(user=leyla, type="webauthn", data={"name": "Phone", "credential": {}})
    assert sealing.renew() == 0
    assert kept("webauthn") == {"name": "Phone", "credential": {}}
