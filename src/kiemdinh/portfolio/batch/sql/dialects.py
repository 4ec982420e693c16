"""Expressions written in a dialect of SQL, by SQLGlot: the one module that knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from kiemdinh.portfolio.batch.sql.packed_terms import UNKNOWN_FIGURE
from kiemdinh.portfolio.batch.sql.sql_columns import MOST_DIGITS
from kiemdinh.portfolio.sheets import import_format

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn
    from kiemdinh.rules.sql import SqlTerm

__all__ = ["DIALECTS", "Dialect", "SqlWriter", "write_comment"]

Dialect: TypeAlias = Literal["duckdb", "spark", "postgres"]
DIALECTS: Final = get_args(Dialect)
_MOST_IN_LIST: Final = 4
"""Words of one list: of longer ones DuckDB makes joins, which take long to plan."""
_DAY_0: Final = "1970-01-01"
_DAY_0_NUMBER: Final = 719_163
"""The number of that day in the calendar of Python, which counts from 1 January of year 1."""


@dataclass(frozen=True, slots=True)
class SqlWriter:
    """Makes expressions of SQLGlot.

    Attributes
    ----------
    columns
        The columns of the table, by their names.
    names
        The name of each expression that is a column of a layer.
    """

    columns: Mapping[str, SqlColumn]
    names: Mapping[SqlTerm, str]

    @property
    def glot(self) -> Any:
        """The expressions of SQLGlot.

        Raises
        ------
        InputError
            It is not installed (KD717).
        """
        return import_format("sqlglot.expressions", "sql")

    # -- names and literals ------------------------------------------------------------------------------

    def column(self, name: str) -> Any:
        """Return a column, its name in quotes."""
        return self.glot.column(self.identifier(name))

    def identifier(self, name: str) -> Any:
        """Return a name in quotes, whatever is in it."""
        return self.glot.Identifier(this=name, quoted=True)

    def text(self, text: str) -> Any:
        """Return a text."""
        return self.glot.Literal.string(text)

    def number(self, number: int) -> Any:
        """Return a whole number."""
        literal = self.glot.Literal.number(str(abs(number)))
        return self.glot.Neg(this=literal) if number < 0 else literal

    def truth(self, *, holds: bool) -> Any:
        """Return TRUE or FALSE."""
        return self.glot.Boolean(this=holds)

    # -- expressions -------------------------------------------------------------------------------------

    def write(self, term: SqlTerm) -> Any:
        """Return an expression as another one reads it: by its name where it is a column."""
        if term in self.names:
            return self.column(self.names[term])
        return self.define(term)

    def define(self, term: SqlTerm) -> Any:
        """Return an expression itself."""
        if term.operator == "raw":
            return self._write_raw(term.detail)
        parts = [self.write(part) for part in term.parts]
        return _WRITERS[term.operator](self, parts, term.detail)

    def write_truth(self, term: SqlTerm) -> Any:
        """Return a condition as a test: of NULL the type has to be said."""
        return self.cast(self.glot.Null(), "boolean") if term.operator == "null" else self.write(term)

    def operand(self, expression: Any) -> Any:
        """Return an expression that stands beside an operator: in parentheses where it has one itself."""
        glot = self.glot
        return glot.Paren(this=expression) if isinstance(expression, glot.Binary | glot.Not | glot.Neg) else expression

    def join(self, kind: Callable[..., Any], parts: Sequence[Any]) -> Any:
        """Return operands with one operator between them."""
        return reduce(lambda left, right: kind(this=left, expression=right), map(self.operand, parts))

    def case(self, arms: Sequence[tuple[Any, Any]], otherwise: Any = None) -> Any:
        """Return a CASE of tests and results."""
        ifs = [self.glot.If(this=test, true=result) for test, result in arms]
        return self.glot.Case(ifs=ifs, default=otherwise)

    def is_null(self, expression: Any) -> Any:
        """Return whether an expression is NULL."""
        return self.glot.Is(this=self.operand(expression), expression=self.glot.Null())

    def is_not_sure(self, test: Any) -> Any:
        """Return whether a test does not hold, or is NULL."""
        return self.glot.Not(this=self.glot.Coalesce(this=test, expressions=[self.truth(holds=False)]))

    def cast(self, expression: Any, kind: str) -> Any:
        """Return an expression as another type."""
        return self.glot.Cast(this=expression, to=_read_type(kind))

    def alias(self, expression: Any, name: str) -> Any:
        """Return an expression as a column of this name."""
        return self.glot.Alias(this=expression, alias=self.identifier(name))

    # -- cells -------------------------------------------------------------------------------------------

    def _write_raw(self, detail: Any) -> Any:
        what, name, *more = detail
        if what == "words":
            return self._is_one_of(name, more[0])
        if what in ("column", "present", "scaled"):
            return self._write_packed(what, self.column(name))
        figure = self._write_figure(self.columns[name])
        return figure if what == "figure" else self.glot.Not(this=self.is_null(figure))

    def _write_packed(self, what: str, column: Any) -> Any:
        """Return what is asked of a column of a packed table."""
        if what == "column":
            return column
        if what == "present":
            return self.glot.Not(this=self.is_null(column))
        is_known = self.glot.GT(this=column, expression=self.number(UNKNOWN_FIGURE))
        return self.case([(is_known, column)])

    def write_bits(self, integer: Any, mask: int, number: int) -> Any:
        """Return whether the bits of an integer under a mask are those of a number."""
        masked = self.glot.Paren(this=self.glot.BitwiseAnd(this=self.operand(integer), expression=self.number(mask)))
        return self.glot.EQ(this=masked, expression=self.number(number))

    def write_bit(self, integer: Any, position: int) -> Any:
        """Return the bit at a position, 0 or 1."""
        shifted = self.glot.BitwiseRightShift(this=self.operand(integer), expression=self.number(position))
        return self.glot.BitwiseAnd(this=self.operand(shifted), expression=self.number(1))

    def _is_one_of(self, name: str, words: Sequence[str]) -> Any:
        text = self.cast(self.column(name), "text")
        groups = [words[i : i + _MOST_IN_LIST] for i in range(0, len(words), _MOST_IN_LIST)]
        return self.join(self.glot.Or, [self._is_in(text, group) for group in groups])

    def _is_in(self, text: Any, words: Sequence[str]) -> Any:
        if len(words) == 1:
            return self.glot.EQ(this=text, expression=self.text(words[0]))
        return self.glot.In(this=text, expressions=[self.text(word) for word in words])

    def _write_figure(self, column: SqlColumn) -> Any:
        """Return a figure in whole units, NULL where the framework does not accept it."""
        raw = self.column(column.name)
        if column.measure is not None and column.measure.kind == "date":
            days = self.glot.DateDiff(
                this=self.cast(raw, "date"), expression=self.cast(self.text(_DAY_0), "date"), unit=self.glot.var("DAY")
            )
            return self.join(self.glot.Add, [days, self.number(_DAY_0_NUMBER)])
        kind = "bigint" if not column.decimals else f"decimal({MOST_DIGITS + 3}, {column.decimals})"
        exact = self.cast(raw, kind)
        whole = exact
        if column.decimals:
            whole = self.cast(self.join(self.glot.Mul, [exact, self.number(10**column.decimals)]), "bigint")
        tests = [self.glot.EQ(this=exact, expression=raw), *self._write_tests(column, raw, whole)]
        # One CASE in the other: what is out of range is never converted.
        inner = self.case([(self.join(self.glot.And, tests) if len(tests) > 1 else tests[0], whole)])
        within = self.glot.Between(
            this=raw, low=self._write_bound(column, is_low=True), high=self._write_bound(column, is_low=False)
        )
        return self.case([(within, inner)])

    def _write_bound(self, column: SqlColumn, *, is_low: bool) -> Any:
        measure = column.measure
        bound = None if measure is None else measure.low if is_low else measure.high
        if bound is None:
            return self.number(column.least if is_low else column.greatest)
        return self.number(int(bound)) if bound.denominator == 1 else self._write_fraction(bound)

    def _write_fraction(self, number: Any) -> Any:
        scaled = number * 10**MOST_DIGITS
        text = f"{abs(int(scaled)):0{MOST_DIGITS + 1}d}"
        literal = self.glot.Literal.number(f"{text[:-MOST_DIGITS]}.{text[-MOST_DIGITS:].rstrip('0') or '0'}")
        return self.glot.Neg(this=literal) if number < 0 else literal

    def _write_tests(self, column: SqlColumn, raw: Any, whole: Any) -> list[Any]:
        """Return what else is asked of a figure: to be on a step of its scale, and no share of one (KD109)."""
        tests = []
        measure, step = column.measure, column.step
        if measure is not None and measure.only_percent:
            # A bare number up to 1 can be a share, in a column of percentages.
            between = self.glot.Between(this=raw, low=self.number(-1), high=self.number(1))
            is_zero = self.glot.EQ(this=raw, expression=self.number(0))
            tests.append(self.glot.Paren(this=self.join(self.glot.Or, [is_zero, self.glot.Not(this=between)])))
        if step is not None and step != 1:
            units = 10**column.decimals
            offset = int((column.low or 0) * units)
            above = (
                whole if not offset else self.glot.Paren(this=self.join(self.glot.Sub, [whole, self.number(offset)]))
            )
            rest = self.glot.Mod(this=above, expression=self.number(int(step * units)))
            tests.append(self.glot.EQ(this=rest, expression=self.number(0)))
        return tests

    def write_is_later(self, name: str, day: dt.date) -> Any:
        """Return whether the date in a column is later than a day."""
        date, last = self.cast(self.column(name), "date"), self.cast(self.text(day.isoformat()), "date")
        return self.glot.GT(this=date, expression=last)

    def write_unread(self, column: SqlColumn) -> Any:
        """Return whether a cell has something in it that cannot be read."""
        raw = self.column(column.name)
        if not column.words:
            if column.measure is not None and column.measure.kind == "date":
                return None
            return self.glot.And(
                this=self.glot.Not(this=self.is_null(raw)), expression=self.is_null(self._write_figure(column))
            )
        words = (*column.words, *(word for word in ("", "-") if word not in column.words))
        return self.glot.Not(this=self.operand(self._is_one_of(column.name, words)))


@cache
def _read_type(kind: str) -> Any:
    return import_format("sqlglot.expressions", "sql").DataType.build(kind)


def write_comment(text: str) -> str:
    """Return a text that ends no comment of SQL and begins none.

    >>> write_comment("a */ b")
    'a * / b'
    """
    return " ".join(text.replace("*/", "* /").replace("/*", "/ *").split())


_Write: TypeAlias = Callable[[SqlWriter, Sequence[Any], Any], Any]


def _write_case(writer: SqlWriter, parts: Sequence[Any], _detail: Any) -> Any:
    arms = list(zip(parts[::2], parts[1::2], strict=False))
    return writer.case(arms, parts[-1] if len(parts) % 2 else None)


def _write_count(writer: SqlWriter, parts: Sequence[Any], _detail: Any) -> Any:
    each = [writer.case([(part, writer.number(1))], writer.number(0)) for part in parts]
    return each[0] if len(each) == 1 else writer.join(writer.glot.Add, each)


def _write_extreme(function: str) -> _Write:
    def write(writer: SqlWriter, parts: Sequence[Any], detail: Any) -> Any:
        found = getattr(writer.glot, function)(this=parts[0], expressions=list(parts[1:]))
        if detail != "open":
            return found
        is_open = [writer.is_null(part) for part in parts]
        return writer.case([(writer.join(writer.glot.Or, is_open), writer.glot.Null())], found)

    return write


def _write_binary(function: str) -> _Write:
    return lambda writer, parts, _: writer.join(getattr(writer.glot, function), parts)


_WRITERS: Final[Mapping[str, _Write]] = {
    "column": lambda writer, _, name: writer.column(name),
    "true": lambda writer, *_: writer.truth(holds=True),
    "false": lambda writer, *_: writer.truth(holds=False),
    "null": lambda writer, *_: writer.glot.Null(),
    "number": lambda writer, _, number: writer.number(number),
    "and": _write_binary("And"),
    "or": _write_binary("Or"),
    "not": lambda writer, parts, _: writer.glot.Not(this=writer.operand(parts[0])),
    "case": _write_case,
    "is_true": lambda writer, parts, _: writer.glot.Coalesce(this=parts[0], expressions=[writer.truth(holds=False)]),
    "is_not_false": lambda writer, parts, _: writer.glot.Coalesce(
        this=parts[0], expressions=[writer.truth(holds=True)]
    ),
    "is_null": lambda writer, parts, _: writer.is_null(parts[0]),
    ">=": _write_binary("GTE"),
    ">": _write_binary("GT"),
    "=": _write_binary("EQ"),
    "count": _write_count,
    "plus": _write_binary("Add"),
    "times": lambda writer, parts, factor: writer.join(writer.glot.Mul, [parts[0], writer.number(factor)]),
    "product": _write_binary("Mul"),
    "modulo": lambda writer, parts, divisor: writer.join(writer.glot.Mod, [parts[0], writer.number(divisor)]),
    "coalesce": lambda writer, parts, _: writer.glot.Coalesce(this=parts[0], expressions=list(parts[1:])),
    "least": _write_extreme("Least"),
    "greatest": _write_extreme("Greatest"),
    "bits": lambda writer, parts, detail: writer.write_bits(parts[0], *detail),
    "bit": lambda writer, parts, position: writer.write_bit(parts[0], position),
    "wide": lambda writer, parts, _: writer.cast(parts[0], "decimal(38, 0)"),
}
