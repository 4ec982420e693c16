"""How far work on many schools has come, for observers that show it. Without an observer nothing is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, TypeVar

from kiemdinh.diagnostics.message import Message

__all__ = ["Observer", "observe_progress", "track"]

T = TypeVar("T")


class Observer(Protocol):
    """An observer, which is told how far work has come."""

    def begin(self, label: Message, total: int) -> None:
        """Note that work on *total* things begins; earlier work is done."""

    def advance(self) -> None:
        """Note that one of the things is done."""


_OBSERVER: Final[ContextVar[Observer | None]] = ContextVar("observer", default=None)


@contextmanager
def observe_progress(observer: Observer) -> Iterator[None]:
    """Tell *observer* of all work on many schools inside the ``with`` block."""
    token = _OBSERVER.set(observer)
    try:
        yield
    finally:
        _OBSERVER.reset(token)


def track(things: Sequence[T], label: Message) -> Iterator[T]:
    """Yield things to work on, one by one, and tell how many are done."""
    observer = _OBSERVER.get()
    if observer is None:
        yield from things
        return
    observer.begin(label, len(things))
    for thing in things:
        yield thing
        observer.advance()
