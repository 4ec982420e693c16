"""A mapping that cannot be changed."""

from __future__ import annotations

from typing import NoReturn, TypeVar

__all__ = ["FrozenMap"]

V = TypeVar("V")


class FrozenMap(dict[str, V]):
    """A dictionary with a hash that refuses every change, so that a framework can be shared between threads.

    The hash needs hashable values. A change raises TypeError. For a map that can be changed, make a ``dict`` of it.

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
