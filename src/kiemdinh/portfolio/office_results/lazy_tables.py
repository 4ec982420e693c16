"""Tables that are worked out when they are first asked for, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.portfolio.frames import Columns

__all__ = ["LazyTables"]


class LazyTables(Mapping[str, "Columns"]):
    """The columns of tables by name.

    >>> tables = LazyTables({"rows": lambda: {"school": ["A"]}, "never": lambda: {}["?"]})
    >>> list(tables), tables["rows"]
    (['rows', 'never'], {'school': ['A']})
    """

    def __init__(self, makers: Mapping[str, Callable[[], Columns]]) -> None:
        self._makers = makers
        self._made: dict[str, Columns] = {}

    def __getitem__(self, name: str) -> Columns:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
