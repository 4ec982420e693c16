"""How far work on many schools has come, for whoever wants to show it. Nobody is told unless somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, TypeVar

from kiemdinh.diagnostics.message import Message

__all__ = ["Observer", "observe_progress", "track"]

T = TypeVar("T")


class Observer(Protocol):
    """Who is told how far work has come."""

    def begin(self, label: Message, total: int) -> None:
        """Work on so many things begins; what was worked on before is done."""

    def advance(self) -> None:
        """One of the things is done."""


_OBSERVER: Final[ContextVar[Observer | None]] = ContextVar("observer", default=None)


@contextmanager
def observe_progress(observer: Observer) -> Iterator[None]:
    """Tell *observer* of all work on many schools that is done within."""
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
