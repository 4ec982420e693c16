"""Turns: where several threads need the same thing made, one makes it while the others wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock

__all__ = ["Turns"]


class Turns:
    """Lets one thread at a time have its turn for a key; turns for different keys do not wait for one another.

    A thread that gets a turn should first check whether another thread has made the thing meanwhile. A lock is kept for
    a key only while some thread has or waits for a turn.

    >>> turns = Turns()
    >>> with turns.take("a"):
    ...     len(turns)
    1
    >>> len(turns)
    0
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[Hashable, RLock] = {}
        self._wanted: Counter[Hashable] = Counter()

    def __len__(self) -> int:
        return len(self._locks)

    @contextmanager
    def take(self, key: Hashable) -> Iterator[None]:
        """Wait until no other thread has a turn for *key*, and hold the turn during the block."""
        with self._lock:
            lock = self._locks.setdefault(key, RLock())
            self._wanted[key] += 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                self._wanted[key] -= 1
                if not self._wanted[key]:
                    del self._wanted[key], self._locks[key]
