"""A column as a sequence that has each distinct cell once, and for each row the number of its cell."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from kiemdinh.portfolio.coded.arrow_texts import ArrowTexts
from kiemdinh.portfolio.coded.codes import Codes, has_code, pack_codes, select_codes, translate_codes

__all__ = ["CodedColumn", "code_cells", "repeat_cell", "replace_contents"]

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class CodedColumn(Sequence[T_co], Generic[T_co]):
    """The cells of a column, in the order of the rows; equal to any sequence of the same cells.

    Attributes
    ----------
    contents
        The contents of the column. Some may be in no row, and some may occur twice.
    codes
        For each row the number of its content.

    Examples
    --------
    >>> column = CodedColumn([None, "A"], pack_codes([1, 0, 1], 1))
    >>> column[0], list(column), column == ["A", None, "A"]
    ('A', ['A', None, 'A'], True)
    """

    __slots__ = ("codes", "contents")

    def __init__(self, contents: Sequence[T_co], codes: Codes) -> None:
        self.contents = contents
        self.codes = codes

    def select(self, keep: bytes | bytearray) -> CodedColumn[T_co]:
        """Return the column of the rows whose byte in *keep* is 1."""
        return CodedColumn(self.contents, select_codes(self.codes, keep))

    @property
    def has_gaps(self) -> bool:
        """Whether some cell is None."""
        number = next((number for number, content in enumerate(self.contents) if content is None), None)
        return number is not None and has_code(self.codes, number)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> T_co: ...
    @overload
    def __getitem__(self, row: slice) -> CodedColumn[T_co]: ...
    def __getitem__(self, row: int | slice) -> T_co | CodedColumn[T_co]:
        if isinstance(row, slice):
            return CodedColumn(self.contents, self.codes[row])
        return self.contents[self.codes[row]]

    def __iter__(self) -> Iterator[T_co]:
        # Contents that are made when they are asked for are made once.
        contents = self.contents if isinstance(self.contents, list) else list(self.contents)
        return map(contents.__getitem__, self.codes)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str | bytes) or not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(_is_same, self, other))

    __hash__ = None  # type: ignore[assignment]  # as that of a list

    def __repr__(self) -> str:
        return repr(list(self))


def repeat_cell(cell: T, rows: int) -> CodedColumn[T]:
    """Return a column with the same cell in all rows."""
    return CodedColumn([cell], array("B", bytes(rows)))


def code_cells(cells: Iterable[T]) -> CodedColumn[T]:
    """Return a column of cells that can be keys. The cost is one look-up for each."""
    known: dict[Any, int] = {}
    codes = [known.setdefault(cell, len(known)) for cell in cells]
    return CodedColumn(list(known), pack_codes(codes, len(known)))


def replace_contents(column: CodedColumn[Any], cells: Mapping[int, Any]) -> CodedColumn[Any]:
    """Return a column with some contents replaced, by their numbers.

    Its first content is None, and no content occurs twice.

    >>> found = replace_contents(CodedColumn([None, "A ", "A"], pack_codes([1, 2], 2)), {1: "A"})
    >>> found.contents, list(found.codes)
    ([None, 'A'], [1, 1])
    """
    if isinstance(column.contents, ArrowTexts):
        changed = {number: cell for number, cell in cells.items() if number}
        if not changed:
            return column
        texts, meanings = column.contents.replace(changed)
        return CodedColumn(texts, translate_codes(column.codes, meanings))
    known: dict[Any, int] = {None: 0}
    meanings = [
        known.setdefault(cells.get(number, content), len(known)) for number, content in enumerate(column.contents)
    ]
    return CodedColumn(list(known), translate_codes(column.codes, meanings))


def _is_same(one: object, other: object) -> bool:
    return one is other or one == other
