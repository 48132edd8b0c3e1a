"""What Alembic runs: the migrations, on the connection and in the transaction it is handed."""

from alembic import context

from paios.drivers.sql.fulltext import belongs_to_search
from paios.drivers.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
    include_name=lambda name, kind, _parents: not (kind == "table" and belongs_to_search(name or "")),
)
context.run_migrations()
