"""A passkey without a browser: it is set up for an account, and answers what the site asks."""

import hashlib
import json
import secrets
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import AbstractBaseUser
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "testserver"
_FLAG = AuthenticatorData.FLAG
_UNLOCKED = _FLAG.USER_PRESENT | _FLAG.USER_VERIFIED


class Passkey:
    def __init__(self, user: AbstractBaseUser) -> None:
        self.user, self.id = user, secrets.token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self._key.public_key()))
        made = AttestationObject.create("none", _said(_UNLOCKED | _FLAG.ATTESTED, public), {})
        client = CollectedClientData.create("webauthn.create", b"x" * 16, f"http://{HOST}")
        credential = self._sent(clientDataJSON=client, attestationObject=made)
        Authenticator.objects.create(user=user, type="webauthn", data={"name": "Phone", "credential": credential})

    def answer(self, options: dict[str, Any]) -> str:
        """What a browser posts once the passkey was unlocked."""
        client = CollectedClientData.create("webauthn.get", options["publicKey"]["challenge"], f"http://{HOST}")
        said = _said(_UNLOCKED)
        signature = self._key.sign(said + client.hash, ec.ECDSA(hashes.SHA256()))
        owner = user_pk_to_url_str(self.user).encode()
        return json.dumps(
            self._sent(clientDataJSON=client, authenticatorData=said, signature=signature, userHandle=owner)
        )

    def _sent(self, **response: bytes) -> dict[str, Any]:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.id)
        return {"id": own, "rawId": own, "type": "public-key", "response": encoded, "clientExtensionResults": {}}


def _said(flags: AuthenticatorData.FLAG, credential: bytes = b"") -> AuthenticatorData:
    return AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), flags, 1, credential)
