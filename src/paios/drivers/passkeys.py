"""Passkeys by the WebAuthn library. Owns what a browser is asked and whether its answer holds (U6).

The library checks the answer's type, origin, challenge, relying party, flags and
signature; what it is given to check against is decided here and never taken from
the answer. It is imported when the first passkey is used: most start-ups see none.
"""

import ipaddress
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from paios.domain.account import User
from paios.domain.errors import InvalidInputError
from paios.domain.factor import Passkey

_NAME: Final = "paios"
_MILLISECONDS: Final = 120_000
_NOT_HELD: Final = "The passkey's answer does not hold. Try again."


class WebAuthnCeremony:
    """Fills ``ports.factors.PasskeyCeremony``."""

    def creation(
        self, origin: str, user: User, challenge: bytes, there: Sequence[Passkey]
    ) -> Mapping[str, Any]:
        from webauthn import generate_registration_options, options_to_json
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        options = generate_registration_options(
            rp_id=_party(origin),
            rp_name=_NAME,
            user_name=user.name,
            user_id=user.id.encode(),
            challenge=challenge,
            timeout=_MILLISECONDS,
            exclude_credentials=_named(there),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
        )
        return dict(json.loads(options_to_json(options)))

    def created(self, origin: str, challenge: bytes, answer: Mapping[str, Any]) -> tuple[bytes, bytes, int]:
        from webauthn import verify_registration_response

        with _held():
            made = verify_registration_response(
                credential=dict(answer),
                expected_challenge=challenge,
                expected_rp_id=_party(origin),
                expected_origin=origin,
            )
        return made.credential_id, made.credential_public_key, made.sign_count

    def request(self, origin: str, challenge: bytes, allowed: Sequence[Passkey]) -> Mapping[str, Any]:
        from webauthn import generate_authentication_options, options_to_json
        from webauthn.helpers.structs import UserVerificationRequirement

        options = generate_authentication_options(
            rp_id=_party(origin),
            challenge=challenge,
            timeout=_MILLISECONDS,
            allow_credentials=_named(allowed),
            user_verification=UserVerificationRequirement.PREFERRED
            if allowed
            else UserVerificationRequirement.REQUIRED,
        )
        return dict(json.loads(options_to_json(options)))

    def used(
        self, origin: str, challenge: bytes, answer: Mapping[str, Any], passkey: Passkey, *, alone: bool
    ) -> int:
        from webauthn import verify_authentication_response
        from webauthn.helpers import parse_authentication_credential_json

        with _held():
            given = parse_authentication_credential_json(dict(answer))
            if given.response.user_handle and given.response.user_handle != passkey.user_id.encode():
                raise InvalidInputError(_NOT_HELD)
            shown = verify_authentication_response(
                credential=given,
                expected_challenge=challenge,
                expected_rp_id=_party(origin),
                expected_origin=origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.uses,
                require_user_verification=alone,
            )
        return shown.new_sign_count


@contextmanager
def _held() -> Iterator[None]:
    """An answer holds, or is refused: the library fails in ways of many kinds at what a stranger sends."""
    try:
        yield
    except Exception as error:
        raise InvalidInputError(_NOT_HELD) from error


def _party(origin: str) -> str:
    """The relying party of a page: its host's name. Browsers give passkeys to names, never to numbers."""
    host = urlsplit(origin).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host
    raise InvalidInputError("Browsers keep passkeys for names only. Open paios by its name, as localhost.")


def _named(passkeys: Sequence[Passkey]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in passkeys]
