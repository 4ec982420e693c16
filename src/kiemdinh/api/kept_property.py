"""An attribute that is worked out once, when it is first asked for, also where several threads ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["KeptProperty", "SharedIterator", "new_lock"]

T = TypeVar("T")

if TYPE_CHECKING:
    KeptProperty = property  # to a type checker, since it cannot be set
else:

    class KeptProperty(cached_property):
        """An attribute that is worked out once and kept in ``__dict__`` of its object, under the lock of that object.

        The object has the lock in its ``__dict__`` as ``_lock``. It is one that a thread may take again, since one
        attribute may ask for another.
        """

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            """Return the value; a second time it costs a look-up, and no lock is taken."""
            if instance is None:
                return self
            kept, name = instance.__dict__, self.attrname
            if name not in kept:
                with kept["_lock"]:
                    if name not in kept:
                        kept[name] = self.func(instance)
            return kept[name]


def new_lock() -> RLock:
    """Return the lock that an object with kept properties needs."""
    return RLock()


class SharedIterator(Iterator[T]):
    """An iterator that several threads may share: each member is handed out once.

    >>> shared = SharedIterator(n * n for n in range(3))
    >>> next(shared), list(shared)
    (0, [1, 4])
    """

    __slots__ = ("_lock", "_source")

    def __init__(self, source: Iterable[T]) -> None:
        self._source = iter(source)
        self._lock = Lock()

    def __next__(self) -> T:
        # A generator raises an error where two threads ask it at once.
        with self._lock:
            return next(self._source)
