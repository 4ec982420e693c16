"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["lang_option"]

F = TypeVar("F", bound=Callable[..., Any])


def lang_option(command: F) -> F:
    """Add ``--lang``: the language of the output, Vietnamese unless said otherwise."""
    return click.option(
        "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the output."
    )(command)
