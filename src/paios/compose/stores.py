"""Everything that is kept, opened and closed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from anyio import to_thread

from paios.compose.locks import credential_store, database_form
from paios.domain.errors import StorageError
from paios.drivers.clock import SystemClock
from paios.drivers.credentials.database_key import StoredDatabaseKey
from paios.drivers.credentials.store import FileCredentialStore
from paios.drivers.private_files import JsonConfigFile, SecretFolder
from paios.drivers.sealing import AesSeal
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.accounts import SqlAccounts
from paios.drivers.sql.api_keys import SqlApiKeys
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.budgets import SqlBudgetBook
from paios.drivers.sql.conversations import SqlConversations
from paios.drivers.sql.engine import Database
from paios.drivers.sql.factors import SqlFactors
from paios.drivers.sql.files import Form
from paios.drivers.sql.people import SqlInvites, SqlPeople
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.push_devices import SqlPushDevices
from paios.drivers.sql.rules import SqlRules
from paios.drivers.sql.runs import SqlRuns
from paios.drivers.sql.sessions import SqlSessions
from paios.drivers.sql.tool_servers import SqlToolServers
from paios.drivers.sql.whitelists import SqlWhitelists
from paios.settings import Settings

_ROW_KEY: Final = "rows.key"
"""What seals the values of rows that only this installation may read."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, behind its ports."""

    database: Database
    accounts: SqlAccounts
    sessions: SqlSessions
    people: SqlPeople
    invites: SqlInvites
    factors: SqlFactors
    api_keys: SqlApiKeys
    conversations: SqlConversations
    runs: SqlRuns
    approvals: SqlApprovals
    rules: SqlRules
    push_devices: SqlPushDevices
    whitelists: SqlWhitelists
    preferences: SqlPreferences
    tool_servers: SqlToolServers
    signer: Ed25519AuditSigner
    audit: SqlAuditLog
    budgets: SqlBudgetBook
    config: JsonConfigFile
    secrets: SecretFolder
    credentials: FileCredentialStore
    clock: SystemClock


@asynccontextmanager
async def opened_stores(settings: Settings, *, make: bool = True) -> AsyncIterator[Stores]:
    """The data folder and the database, migrated; closed at the end. A new database is encrypted.

    Raises ``StorageError`` for what cannot be opened or is open to others, and
    where there is no database and none shall be made; ``LockedError`` for an
    encrypted one that its key does not open.
    """
    if not make and database_form(settings) is Form.NONE:
        raise StorageError("There is no database yet. Start paios once.")
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with AsyncExitStack() as closing:
        credentials, clock = credential_store(settings), SystemClock()
        closing.callback(credentials.close)
        key = StoredDatabaseKey(credentials)
        database = await to_thread.run_sync(Database.open, settings.database_url, key)
        closing.push_async_callback(database.close)
        await database.migrate()
        secrets = SecretFolder(settings.home / "keys")
        signer = Ed25519AuditSigner(settings.home / "keys")
        audit = SqlAuditLog(database, signer, clock)
        closing.push_async_callback(audit.close)
        yield Stores(
            database=database,
            accounts=SqlAccounts(database),
            sessions=SqlSessions(database),
            people=SqlPeople(database),
            invites=SqlInvites(database),
            factors=SqlFactors(database),
            api_keys=SqlApiKeys(database),
            conversations=SqlConversations(database),
            runs=SqlRuns(database),
            approvals=SqlApprovals(database),
            rules=SqlRules(database),
            push_devices=SqlPushDevices(database, AesSeal(secrets.key(_ROW_KEY))),
            whitelists=SqlWhitelists(database),
            preferences=SqlPreferences(database),
            tool_servers=SqlToolServers(database),
            signer=signer,
            audit=audit,
            budgets=SqlBudgetBook(database),
            config=JsonConfigFile(settings.home / "config.json"),
            secrets=secrets,
            credentials=credentials,
            clock=clock,
        )
