"""Bringing a database up to date by the migrations that come with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["bring_up_to_date"]


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that a database has not had yet: all of them where it is empty.

    If two processes begin at once, the second waits for the first.

    Raises
    ------
    InputError
        The database has had a migration that is unknown here: a newer version of kiemdinh has updated it.
    """
    config = Config()
    config.set_main_option("script_location", "kiemdinh.web.store:migrations")
    with engine.connect().execution_options(kiemdinh_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise InputError([_report_newer()]) from None


def _report_newer() -> Diagnostic:
    message = Message("the store was made by a newer version of kiemdinh")
    hint = Message("update kiemdinh, or open a copy that was made before")
    return Diagnostic("KD001", "error", message, hint=hint)
