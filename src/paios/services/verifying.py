"""Whether the record is what was written (L5)."""

from paios.domain.audit import Finding, verify
from paios.ports.audit_log import AuditLog, AuditSigner


async def verified(audit: AuditLog, signer: AuditSigner) -> tuple[int, tuple[Finding, ...]]:
    """How many records there are, and what is wrong with the chain, its checkpoints and its anchor."""
    # The anchor first: what is appended while the records are read must not look like a cut tail.
    anchor, checkpoints = signer.anchor(), await audit.checkpoints()
    records = [record async for record in audit.records()]
    return len(records), tuple(verify(records, checkpoints, anchor, signer.holds))
