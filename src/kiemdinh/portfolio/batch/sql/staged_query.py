"""A query about schools of several stages: the rules of each stage, of which those of the row's own stage are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from kiemdinh.portfolio.batch.sql.dialects import SqlWriter
from kiemdinh.portfolio.batch.sql.sql_query import UNREAD, SqlQuery, SqlSteps

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.sql.compiled_rules import CompiledRules

__all__ = ["StagedQuery"]


@dataclass(frozen=True, slots=True)
class StagedQuery(SqlQuery):
    """A query about a table that has a column with the stage of each school.

    Each layer has the columns of every stage, so that it is one pass over the table. It takes as long as the queries
    about all stages together.

    Attributes
    ----------
    stage
        The column with the id of the stage, or nothing.
    each
        The rules by stage; under None those of a school that names none.
    """

    stage: str = field(kw_only=True)
    each: Mapping[str | None, CompiledRules] = field(kw_only=True)

    def list_steps(self) -> SqlSteps:
        """Return what each layer of the query selects, for all stages."""
        queries = {stage: self._open_query(stage, rules) for stage, rules in self.each.items()}
        made = {stage: query.list_layers() for stage, query in queries.items()}
        writer = made[None][0]
        keys = [*map(writer.column, self.keys)]
        first = [*keys, *([] if self.stage in self.keys else [writer.column(self.stage)])]
        inner = [
            [*([writer.glot.Star()] if number else first), *(column for layer in layers for column in layer or ())]
            for number, layers in enumerate(zip_longest(*(layers for _, layers in made.values())))
        ]
        answers = {stage: [*queries[stage].write_answers(made[stage][0])] for stage in queries}
        result = [*keys, self._choose_unread(writer, queries), *self._choose_answers(writer, answers)]
        return SqlSteps(writer, [*inner, result, [*self.hand_on(writer, result)]])

    def _open_query(self, stage: str | None, rules: CompiledRules) -> SqlQuery:
        named = SqlQuery(rules, self.table, self.keys, self.words, self.date, self.layout)
        return replace(named, prefix="" if stage is None else f"{stage}: ")

    def _is_stage(self, writer: SqlWriter, stage: str | None) -> Any:
        """Return whether a row is of a stage; of none where the cell is empty."""
        text = writer.cast(writer.column(self.stage), "text")
        if stage is not None:
            return writer.glot.EQ(this=text, expression=writer.text(stage))
        empty = writer.glot.In(this=text, expressions=[writer.text(""), writer.text("-")])
        return writer.join(writer.glot.Or, [writer.is_null(writer.column(self.stage)), empty])

    def _choose_unread(self, writer: SqlWriter, queries: Mapping[str | None, SqlQuery]) -> Any:
        arms = [(self._is_stage(writer, stage), writer.column(query.unread)) for stage, query in queries.items()]
        return writer.alias(writer.case(arms, writer.text(self.stage)), UNREAD)

    def _choose_answers(self, writer: SqlWriter, answers: Mapping[str | None, list[Any]]) -> Iterator[Any]:
        for same in zip(*answers.values(), strict=True):
            arms = [(self._is_stage(writer, stage), one.this) for stage, one in zip(answers, same, strict=True)]
            yield writer.alias(writer.case(arms), same[0].alias)
