"""The record, pause, settings and models."""

from collections.abc import Mapping

from paios.domain.caution import Caution, Mode
from paios.gateway.web import shown
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.gateway.web.handlers.moments import moment
from paios.gateway.web.handlers.sessions import model_choice
from paios.ports.audit_log import AuditFilter
from paios.ports.capabilities import Administration


class AdministrationHandlers:
    """``Administration`` as operations."""

    def __init__(self, port: Administration) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_audit_records": self.list_audit_records,
            "verify_audit": self.verify_audit,
            "get_pause": self.get_pause,
            "pause": self.pause,
            "resume": self.resume,
            "get_settings": self.get_settings,
            "change_settings": self.change_settings,
            "get_caution": self.get_caution,
            "choose_caution": self.choose_caution,
            "get_model": self.get_model,
            "choose_model": self.choose_model,
            "find_models": self.find_models,
        }

    async def list_audit_records(self, request: ValidatedRequest) -> Reply:
        query = request.query
        wanted = AuditFilter(
            kinds=(query["kind"],) if "kind" in query else (),
            text=query["text"],
            since=moment(query.get("since")),
            until=moment(query.get("until")),
            run_id=query.get("run_id"),
        )
        principal = request.identity.principal
        page, names = await self._port.audit(principal, wanted, shown.part_of(request))
        items = [shown.audit_record(each, names.get(each.user_id or "")) for each in page.items]
        return Reply(200, {"items": items, "total": page.total})

    async def verify_audit(self, request: ValidatedRequest) -> Reply:
        records, findings = await self._port.verify_audit(request.identity.principal)
        found = [{"seq": each.seq, "what": each.what} for each in findings]
        return Reply(200, {"whole": not found, "records": records, "findings": found})

    async def get_pause(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.pause(await self._port.pause_state(request.identity.principal)))

    async def pause(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.pause(await self._port.pause(request.identity.principal)))

    async def resume(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.pause(await self._port.resume(request.identity.principal)))

    async def get_settings(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.settings(*await self._port.limits(request.identity.principal)))

    async def change_settings(self, request: ValidatedRequest) -> Reply:
        changed = await self._port.change_limits(request.identity.principal, request.body)
        return Reply(200, shown.settings(*changed))

    async def get_caution(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.caution(await self._port.caution(request.identity.principal)))

    async def choose_caution(self, request: ValidatedRequest) -> Reply:
        wanted = Caution(Mode(request.body["mode"]), request.body["strict"])
        return Reply(200, shown.caution(await self._port.choose_caution(request.identity.principal, wanted)))

    async def get_model(self, request: ValidatedRequest) -> Reply:
        return Reply(200, shown.model(await self._port.model(request.identity.principal)))

    async def choose_model(self, request: ValidatedRequest) -> Reply:
        choice = model_choice(request.body)
        return Reply(200, shown.model(await self._port.choose_model(request.identity.principal, choice)))

    async def find_models(self, request: ValidatedRequest) -> Reply:
        found = await self._port.found_models(request.identity.principal)
        return Reply(200, {"items": [shown.model_option(each) for each in found]})
