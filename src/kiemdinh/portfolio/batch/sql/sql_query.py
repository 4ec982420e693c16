"""A query that says where each school of a table stands: its layers, and what each selects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch.sql.dialects import Dialect, SqlWriter, write_comment
from kiemdinh.portfolio.batch.sql.packed_layout import LAYOUT
from kiemdinh.portfolio.batch.standing import StandingNames
from kiemdinh.rules.sql import ColumnLayers, SqlTerm, arrange_columns
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.names import split_child

if TYPE_CHECKING:
    from kiemdinh.narration.names import Names
    from kiemdinh.portfolio.batch.sql.compiled_rules import CompiledRules
    from kiemdinh.portfolio.batch.sql.packed_layout import PackedLayout
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn

__all__ = ["UNREAD", "SqlQuery", "SqlSteps"]

UNREAD: Final = "unread"
_MOST_OF_POSTGRES: Final = 1_600
"""Columns of a layer; the limit of PostgreSQL is a little higher."""
_MOST_BYTES: Final = 60
"""Bytes of a name that every database keeps whole."""


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """A query about a table.

    Attributes
    ----------
    rules
        What each row comes to.
    table
        The parts of the name of the table.
    keys
        Columns that are passed on.
    words
        What the definition calls things.
    date
        The column with the date of the records and the day of the assessment: later records are not read. None where
        all records are of that day.
    layout
        Where findings stand in a packed table; None of any other table.
    prefix
        Stands before the names of the columns between the table and the result.
    """

    rules: CompiledRules
    table: tuple[str, ...]
    keys: tuple[str, ...]
    words: Names
    date: tuple[str, dt.date] | None = None
    layout: PackedLayout | None = None
    prefix: str = ""

    def write(self, dialect: Dialect) -> str:
        """Return the text in a dialect."""
        framework = self.rules.framework
        steps = self.list_steps()
        count = max(accumulate(len(selected) for selected in steps.each[:-2]), default=0)
        if dialect == "postgres" and count > _MOST_OF_POSTGRES:
            message = Message(
                "PostgreSQL selects at most {most} columns, and the rules take {n}", most=_MOST_OF_POSTGRES, n=count
            )
            hint = Message("take columns of criteria or of requirements, not of both")
            raise InputError([Diagnostic("KD730", "error", message, path="columns", hint=hint)])
        title = write_comment(f"{framework.title(self.words.messages.lang)}; {framework.id}")
        return f"/* {title} */\n{self.build(steps, apart=dialect == 'postgres').sql(dialect=dialect, pretty=True)}\n"

    def build(self, steps: SqlSteps, *, apart: bool) -> Any:
        """Return the query as SQLGlot has it.

        With *apart* each layer is worked out by itself: PostgreSQL would else write each expression out wherever it is
        read, and run out of memory.
        """
        glot = steps.writer.glot
        query = glot.Select()
        before: Any = glot.table_(*map(steps.writer.identifier, reversed(self.table)))
        *inner, last = steps.each
        for number, selected in enumerate(inner, 1):
            name = "recorded" if number == 1 else f"layer_{number}"
            query = query.with_(name, as_=self._select(glot, selected, before), materialized=apart or None, copy=False)
            before = glot.to_identifier(name)
        return query.select(*last, copy=False).from_(before, copy=False)

    def _select(self, glot: Any, selected: Sequence[Any], table: Any) -> Any:
        return glot.Select().select(*selected, copy=False).from_(table, copy=False)

    def list_steps(self) -> SqlSteps:
        """Return what each layer of the query selects; the first reads the table, the last makes the result."""
        writer, layers = self.list_layers()
        keys = [*map(writer.column, self.keys)]
        inner = [[*([writer.glot.Star()] if number else keys), *layer] for number, layer in enumerate(layers)]
        result = [*keys, writer.column(UNREAD), *self.write_answers(writer)]
        return SqlSteps(writer, [*inner, result, [*self.hand_on(writer, result)]])

    def list_layers(self) -> tuple[SqlWriter, list[list[Any]]]:
        """Return the columns that each layer adds, the first ``unread`` too."""
        layers = self._arrange()
        writer = SqlWriter({column.name: column for column in self.rules.columns}, layers.names)
        each = [
            [self._write_column(writer, name, term) for name, term in layer.items()] for layer in layers.layers or ({},)
        ]
        each[0].insert(0, self._write_unread(writer))
        return writer, each

    @property
    def unread(self) -> str:
        """The column that names the first cell of a row that is not read."""
        return self.prefix + UNREAD

    def _arrange(self) -> ColumnLayers:
        rules = self.rules
        taken = {name.casefold() for name in (*self.keys, self.unread)}
        named = {term: rules.names.get(term, name) for term, (name, _) in rules.first.items()}
        first = {term: _free_name(self.prefix + name, taken) for term, name in named.items()}
        results = [*rules.outcome, *rules.awards, *(term for steps in rules.criteria.values() for _, term in steps)]
        read = [reading(term) for reading in (rules.readings.certain, rules.readings.possible) for term in results]
        return arrange_columns(read, first, self._name_readings(first, taken), self.prefix)

    def _name_readings(self, first: Mapping[SqlTerm, str], taken: set[str]) -> dict[SqlTerm, str]:
        """Return the names of facts: of a packed table each has two, since no column of it is NULL."""
        found: dict[SqlTerm, str] = {}
        for term, name in self.rules.names.items():
            certain, possible = self.rules.readings.certain(term), self.rules.readings.possible(term)
            if certain not in first and certain not in found:
                found[certain] = _free_name(self.prefix + name, taken)
            if self.layout is not None and possible not in found and possible not in first:
                found[possible] = _free_name(f"{self.prefix}{name} (?)", taken)
        return found

    # -- what is selected --------------------------------------------------------------------------------

    def _write_column(self, writer: SqlWriter, name: str, term: SqlTerm) -> Any:
        _, what = self.rules.first.get(term, (name, term))
        found = writer.alias(writer.define(what), name)
        cite = self._cite(self.rules.names.get(term, ""))
        if cite:
            found.add_comments([f" {write_comment(cite)} "])
        return found

    def _cite(self, name: str) -> str:
        nodes = self.rules.framework.nodes
        node = name if name in nodes else split_child(name)[0]
        return self.words.cite_node(node) if node in nodes else ""

    def _write_unread(self, writer: SqlWriter) -> Any:
        found = self._case_unread(writer) if self.layout is None else self._case_unpacked(writer, self.layout)
        return writer.alias(found, self.unread)

    def _case_unread(self, writer: SqlWriter) -> Any:
        """Return the name of the first column in which something stands that cannot be read."""
        tests = [(column.name, writer.write_unread(column)) for column in self.rules.columns]
        tests += [(part.name, test) for part, test in self._list_excess(writer)]
        if self.date is not None:
            tests.append((self.date[0], writer.write_is_later(*self.date)))
        arms = [(test, writer.text(name)) for name, test in tests if test is not None]
        return writer.case(arms) if arms else writer.cast(writer.glot.Null(), "text")

    def _case_unpacked(self, writer: SqlWriter, layout: PackedLayout) -> Any:
        """Return the first column of a packed table that is of another layout, or has findings that are not read."""
        number = writer.number(layout.number)
        tests = [(LAYOUT, writer.glot.EQ(this=writer.column(LAYOUT), expression=number))]
        for word, (mask, empty) in layout.list_unread(column.meaning for column in self.rules.columns).items():
            tests.append((word, writer.write_bits(writer.column(word), mask, empty)))
        # One test of all columns first: of nearly every row it is all that a database has to do.
        all_read = writer.join(writer.glot.And, [test for _, test in tests]), writer.cast(writer.glot.Null(), "text")
        return writer.case([all_read, *((writer.is_not_sure(test), writer.text(name)) for name, test in tests)])

    def _list_excess(self, writer: SqlWriter) -> Iterator[tuple[SqlColumn, Any]]:
        """Yield each column of parts with whether its figure is more than the whole (KD329)."""
        inputs = {
            (column.meaning.id, column.meaning.stage, column.meaning.at): column
            for column in self.rules.columns
            if column.meaning.kind == "input"
        }
        for (name, *place), part in inputs.items():
            for whole_name in list_wholes(self.rules.framework.definition, name):
                whole = inputs.get((whole_name, *place))  # type: ignore[arg-type]
                if whole is not None:
                    yield part, writer.glot.GT(this=writer.column(part.name), expression=writer.column(whole.name))

    # -- what comes out ----------------------------------------------------------------------------------

    def write_answers(self, writer: SqlWriter) -> Iterator[Any]:
        """Yield the columns of the result behind ``unread``."""
        rules, standing = self.rules, StandingNames.of(self.rules.framework)
        ids = [level.id for level in standing.levels]
        if rules.framework.main_ladder is not None:
            yield self._highest(writer, zip(ids, rules.outcome, strict=True), "level")
            yield self._highest(writer, zip(ids, rules.outcome, strict=True), "attainable", possible=True)
        else:
            for name in ("level", "attainable"):
                yield self._only_label(writer, list(zip(ids, rules.outcome, strict=True)), name)
        grades = iter(rules.awards)
        for award, refs in standing.grades:
            yield self._highest(writer, [(ref or award, next(grades)) for ref in refs], f"award.{award}")
        for node, steps in rules.criteria.items():
            if steps and steps[0][0] is None:
                yield self._state(writer, steps[0][1], f"criterion.{node}")
            else:
                named = [(step or "", term) for step, term in steps]
                yield self._highest(writer, named, f"criterion.{node}")
                yield self._highest(writer, named, f"attainable.{node}", possible=True)

    def _unless_unread(self, writer: SqlWriter, arms: Sequence[tuple[Any, Any]], name: str) -> Any:
        unread = writer.glot.Not(this=writer.is_null(writer.column(self.unread)))
        return writer.alias(writer.case([(unread, writer.cast(writer.glot.Null(), "text")), *arms]), name)

    def _highest(
        self, writer: SqlWriter, steps: Iterable[tuple[str, SqlTerm]], name: str, *, possible: bool = False
    ) -> Any:
        read = self.rules.readings.possible if possible else self.rules.readings.certain
        arms = [(writer.write_truth(read(term)), writer.text(step)) for step, term in reversed(list(steps))]
        return self._unless_unread(writer, arms, name)

    def _only_label(self, writer: SqlWriter, labels: Sequence[tuple[str, SqlTerm]], name: str) -> Any:
        """Return the one label that is possible; none where several are."""
        arms = []
        for label, term in labels:
            others = [self._write_unmet(writer, other) for _, other in labels if other is not term]
            possible = writer.write_truth(self.rules.readings.possible(term))
            arms.append((writer.join(writer.glot.And, [possible, *others]), writer.text(label)))
        return self._unless_unread(writer, arms, name)

    def _state(self, writer: SqlWriter, term: SqlTerm, name: str) -> Any:
        is_met = writer.write_truth(self.rules.readings.certain(term))
        arms = [(is_met, writer.text("met")), (self._write_unmet(writer, term), writer.text("unmet"))]
        return self._unless_unread(writer, [*arms, (writer.truth(holds=True), writer.text("unknown"))], name)

    def _write_unmet(self, writer: SqlWriter, term: SqlTerm) -> Any:
        return writer.glot.Not(this=writer.operand(writer.write_truth(self.rules.readings.possible(term))))

    def hand_on(self, writer: SqlWriter, before: Sequence[Any]) -> Iterator[Any]:
        """Yield the columns of the result, ``determined`` behind the levels."""
        for expression in before:
            name = expression.alias_or_name
            yield writer.column(name)
            if name == "attainable":
                level, attainable = writer.column("level"), writer.column("attainable")
                same = writer.glot.NullSafeEQ(this=level, expression=attainable)
                tests = [writer.is_null(writer.column(UNREAD)), same]
                if self.rules.framework.main_ladder is None:
                    tests[1] = writer.glot.Not(this=writer.is_null(level))
                yield writer.alias(writer.join(writer.glot.And, tests), "determined")


@dataclass(frozen=True, slots=True)
class SqlSteps:
    """What each layer of a query selects."""

    writer: SqlWriter
    each: list[list[Any]] = field(default_factory=list)


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that no other is taken for, and take it."""
    short = name if len(name.encode()) <= _MOST_BYTES else name.encode()[: _MOST_BYTES - 10].decode(errors="ignore")
    found, number = short, 1
    while found.casefold() in taken:
        number += 1
        found = f"{short} ({number})"
    taken.add(found.casefold())
    return found
