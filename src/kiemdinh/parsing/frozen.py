"""A mapping that cannot be changed."""

from __future__ import annotations

from typing import NoReturn, TypeVar

__all__ = ["FrozenMap"]

V = TypeVar("V")


class FrozenMap(dict[str, V]):
    """A dictionary that refuses every change, so that a framework can be shared between threads; it has a hash.

    Its values must be hashable where the hash is asked for. A change raises TypeError. To change one, make a ``dict``
    of it.

    >>> FrozenMap({"vi": "Đạt"}) == {"vi": "Đạt"}
    True
    """

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        msg = "a framework, a dossier or a result does not change; make a dict of it to change that"
        raise TypeError(msg)

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    # Pickle fills a dictionary item by item, which is refused here; so it is made in one call.
    def __reduce__(self) -> tuple[type[FrozenMap[V]], tuple[dict[str, V]]]:
        return type(self), (dict(self),)

    def __hash__(self) -> int:  # type: ignore[override]  # immutable, so it can be a key
        return hash(tuple(self.items()))
