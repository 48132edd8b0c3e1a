"""The person's own second factors, and proving again who one is."""

from collections.abc import Mapping
from typing import Any

from paios.domain.audit import stamp
from paios.domain.factor import Factors, Passkey, StepUp
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.signing_in import origin_of
from paios.ports.factors import Challenge, FactorKeeping


class FactorHandlers:
    """``FactorKeeping`` as operations."""

    def __init__(self, port: FactorKeeping) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "begin_step_up": self.begin_step_up,
            "step_up": self.step_up,
            "get_factors": self.get_factors,
            "begin_app": self.begin_app,
            "add_app": self.add_app,
            "remove_app": self.remove_app,
            "begin_passkey": self.begin_passkey,
            "add_passkey": self.add_passkey,
            "remove_passkey": self.remove_passkey,
            "new_recovery_codes": self.new_recovery_codes,
        }

    async def begin_step_up(self, request: ValidatedRequest) -> Reply:
        approval_id = request.body.get("approval_id")
        begun = await self._port.begin_step_up(request.identity, origin_of(request), approval_id)
        return Reply(201, challenge(begun))

    async def step_up(self, request: ValidatedRequest) -> Reply:
        await self._port.step_up(request.identity, step_up(request.body))
        return Reply(204)

    async def get_factors(self, request: ValidatedRequest) -> Reply:
        return Reply(200, _factors(await self._port.factors(request.identity)))

    async def begin_app(self, request: ValidatedRequest) -> Reply:
        new = await self._port.begin_app(request.identity)
        return Reply(201, {"ticket": new.ticket, "secret": new.secret, "uri": new.uri})

    async def add_app(self, request: ValidatedRequest) -> Reply:
        body = request.body
        codes = await self._port.add_app(request.identity, body["ticket"], body["code"])
        return Reply(200, {"codes": list(codes)})

    async def remove_app(self, request: ValidatedRequest) -> Reply:
        await self._port.remove_app(request.identity)
        return Reply(204)

    async def begin_passkey(self, request: ValidatedRequest) -> Reply:
        return Reply(201, challenge(await self._port.begin_passkey(request.identity, origin_of(request))))

    async def add_passkey(self, request: ValidatedRequest) -> Reply:
        body = request.body
        made, codes = await self._port.add_passkey(
            request.identity, body["ticket"], body["passkey"], body["name"]
        )
        return Reply(200, {"passkey": _passkey(made), "codes": list(codes)})

    async def remove_passkey(self, request: ValidatedRequest) -> Reply:
        await self._port.remove_passkey(request.identity, request.path["passkey_id"])
        return Reply(204)

    async def new_recovery_codes(self, request: ValidatedRequest) -> Reply:
        return Reply(201, {"codes": list(await self._port.new_recovery_codes(request.identity))})


def challenge(one: Challenge) -> shown.Json:
    """``Challenge`` of the contract."""
    return {"ticket": one.ticket, "ways": [way.value for way in one.ways], "passkey": one.passkey}


def step_up(body: Mapping[str, Any]) -> StepUp:
    """The ``StepUp`` or ``SignInProof`` of the contract."""
    return StepUp(body.get("code"), body.get("password"), body.get("ticket"), body.get("passkey"))


def _factors(its: Factors) -> shown.Json:
    return {
        "app_since": stamp(its.totp_since) if its.totp_since else None,
        "passkeys": [_passkey(each) for each in its.passkeys],
        "recovery_codes": its.recovery_left,
    }


def _passkey(one: Passkey) -> shown.Json:
    return {
        "id": one.id,
        "name": one.name,
        "created_at": stamp(one.created_at),
        "last_used_at": stamp(one.last_used_at) if one.last_used_at else None,
    }
