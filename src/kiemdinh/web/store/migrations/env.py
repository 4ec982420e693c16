"""What Alembic runs for each migration: in the connection that is handed over, in its transaction."""

from __future__ import annotations

from alembic import context

from kiemdinh.web.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
