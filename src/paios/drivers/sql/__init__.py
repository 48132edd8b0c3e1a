"""SQLite and PostgreSQL behind the storage ports, by SQLAlchemy Core.

Owns the schema, the transactions and the search index. Must not decide
anything: which row may be seen or changed by whom is asked of it, never
concluded by it.
"""
