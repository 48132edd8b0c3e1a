"""Authenticator apps: what they are given and show (RFC 6238), their secrets sealed (U3)."""

from contextlib import suppress

import pyotp

from paios.domain.credential import Secret, factor_name
from paios.domain.errors import NotFoundError
from paios.domain.factor import STEP_SECONDS
from paios.ports.credentials import CredentialStore

_ISSUER = "paios"


class SealedAuthenticators:
    """Fills ``ports.factors.Authenticators`` over the credential store: 160 bits, six digits."""

    def __init__(self, store: CredentialStore) -> None:
        self._store = store

    def fresh(self, name: str) -> tuple[str, str]:
        secret = pyotp.random_base32()
        return secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)

    def code(self, secret: str, step: int) -> str:
        return pyotp.TOTP(secret, interval=STEP_SECONDS).at(step * STEP_SECONDS)

    def kept(self, user_id: str) -> str | None:
        try:
            sealed = self._store.open(factor_name(user_id))
        except NotFoundError:
            return None
        secret = sealed.reveal()
        sealed.wipe()
        return secret

    def keep(self, user_id: str, secret: str | None) -> None:
        if secret is None:
            with suppress(NotFoundError):
                self._store.remove(factor_name(user_id))
            return
        sealed = Secret(secret)
        self._store.put(factor_name(user_id), sealed)
        sealed.wipe()
