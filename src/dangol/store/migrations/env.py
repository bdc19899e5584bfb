"""Alembic's door: runs migrations on the connection that ``store.upgrade`` hands over, inside its transaction."""

from alembic import context

from dangol.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
