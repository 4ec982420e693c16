"""Bringing a database up to date by the migrations that come with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["bring_up_to_date"]


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that a database has not seen: all of them where it is empty.

    Of two processes that begin at once the second waits for the first.
    """
    config = Config()
    config.set_main_option("script_location", "kiemdinh.web.store:migrations")
    with engine.connect().execution_options(kiemdinh_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
