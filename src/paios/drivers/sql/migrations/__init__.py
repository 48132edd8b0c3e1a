"""The steps of the schema, each both ways. Alembic runs ``env.py`` for them."""
