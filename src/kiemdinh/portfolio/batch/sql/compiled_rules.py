"""The rules of a framework as expressions over the columns of a table: the results of each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

from kiemdinh.assessment.cases import is_top
from kiemdinh.assessment.plain import ClosedRules, NotPlainError, RecordLeaves
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch.plain_rows import find_waits, gather_rows
from kiemdinh.portfolio.batch.sql.leaf_terms import LeafTerms
from kiemdinh.portfolio.batch.sql.packed_terms import PackedTerms
from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn, table_of_columns
from kiemdinh.portfolio.batch.standing import StandingNames
from kiemdinh.rules import Interval
from kiemdinh.rules.compiled import STATUS, InexactError
from kiemdinh.rules.sql import NullReadings, Readings, SqlEnd, SqlSource, SqlSpan, SqlTerm, SqlTerms, TwoReadings
from kiemdinh.standards.names import read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.portfolio.batch.sql.packed_layout import PackedLayout
    from kiemdinh.standards.loading import Framework

__all__ = ["CompiledRules", "compile_rules"]

T = TypeVar("T")
_MOST_CASES: Final = 64
"""Cases of context that are written out."""
_TRUTHS: Final = {status: truth for truth, status in STATUS.items()}


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """The results of each row of a table, as expressions.

    Attributes
    ----------
    framework
        The framework.
    columns
        The columns that the table has.
    outcome
        The levels of the main outcome, lowest first, or the labels of a decision list.
    awards
        The grades of all awards, in the order of :class:`StandingNames`.
    criteria
        For each node of a layer that is judged the facts of its steps, lowest first; one fact without a name where it
        is met or unmet.
    first
        What is asked of the columns: the expressions that rules read, each with a name and with what it is.
    names
        The facts of the rules by the expressions that they are.
    readings
        Tells of an outcome, award or criterion whether it is certain, and whether it is possible.
    """

    framework: Framework
    columns: Sequence[SqlColumn]
    outcome: Sequence[SqlTerm]
    awards: Sequence[SqlTerm]
    criteria: Mapping[str, Sequence[tuple[str | None, SqlTerm]]]
    first: Mapping[SqlTerm, tuple[str, SqlTerm]]
    names: Mapping[SqlTerm, str]
    readings: Readings


def compile_rules(
    framework: Framework,
    columns: Sequence[SqlColumn],
    stages: tuple[str, ...] | None,
    day: dt.date,
    layout: PackedLayout | None = None,
) -> CompiledRules:
    """Return the rules over the columns of a table, for schools of the same stages and day.

    With a *layout* the table is a packed one: its columns of findings are bits of integers.

    Raises
    ------
    InputError
        The framework needs something that cannot be written in SQL (KD730).
    """
    return _RuleCompiler.open(framework, columns, stages, day, layout).compile()


@dataclass(slots=True)
class _RuleCompiler:
    framework: Framework
    columns: Sequence[SqlColumn]
    leaf_terms: LeafTerms
    empty: StageFacts
    waits: Sequence[int]
    source: SqlSource
    rules: ClosedRules[SqlTerm, SqlSpan] = field(init=False)
    cases: list[ClosedRules[SqlTerm, SqlSpan]] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        framework: Framework,
        columns: Sequence[SqlColumn],
        stages: tuple[str, ...] | None,
        day: dt.date,
        layout: PackedLayout | None,
    ) -> _RuleCompiler:
        rows = gather_rows(table_of_columns(framework, columns, stages, day), 0)
        if len(rows.facts.stages) > 1:
            message = Message("schools of several stages are assessed stage by stage: SQL reads schools of one stage")
            _refuse(message, "stages")
        stage = next(iter(rows.facts.stages))
        by_name = {column.name: column for column in columns}
        found = [by_name[column.heading] for column in rows.columns]
        terms = SqlTerms()
        empty = rows.empty.stages[stage]
        leaves = RecordLeaves(rows.facts.stages[stage], rows.leaves, rows.places)
        about = terms, leaves, empty, found
        leaf_terms = LeafTerms(*about) if layout is None else PackedTerms(*about, layout=layout)
        waits = find_waits(framework, rows.empty)
        self = cls(framework, columns, leaf_terms, empty, waits, SqlSource(terms))
        self._open_rules()
        return self

    def _open_rules(self) -> None:
        shape = self.leaf_terms.leaves.find_shape()
        context = {name: [*cells] for name, cells in self.empty.rules.cases.items()}
        values = {name: _attempt(self.leaf_terms.make_value, name) for name in sorted({*shape.values, *context})}

        def open_rules(source: SqlSource, case: Mapping[str, Interval]) -> ClosedRules[SqlTerm, SqlSpan]:
            for name, span in values.items():
                source.bind_value(name, span if name not in case else _fix(source, span, case[name]))
            return ClosedRules(self.empty, shape, source)

        self.rules = open_rules(self.source, {})
        if prod(map(len, context.values())) > _MOST_CASES:
            names = Message.join([read_value_name(name).name for name in context])
            _refuse(Message("{names} make more than {n} cases", names=names, n=_MOST_CASES), "inputs")
        cases = [dict(zip(context, cells, strict=True)) for cells in product(*context.values())] if context else []
        self.cases = [open_rules(SqlSource(self.source.terms, self.source.facts), case) for case in cases]

    def compile(self) -> CompiledRules:
        """Return everything."""
        standing = StandingNames.of(self.framework)
        tops = {name: self._settle(name) for name in (*standing.outcomes, *standing.awards)}
        outcome = [tops[name] for name in standing.outcomes[: standing.main]]
        awards = [
            self.source.all((tops[name], self.source.known(_TRUTHS[wait])))
            for name, wait in zip(standing.awards, self.waits, strict=True)
        ]
        settled = self._find_settled(tops)
        criteria = dict(self._list_criteria(settled))
        first, readings = self._read_columns()
        names = self._name_terms(criteria)
        return CompiledRules(self.framework, self.columns, outcome, awards, criteria, first, names, readings)

    def _read_columns(self) -> tuple[dict[SqlTerm, tuple[str, SqlTerm]], Readings]:
        """Return the expressions over columns that rules read, and how conditions over these are read."""
        terms, made = self.source.terms, self.leaf_terms
        records = {name: about for rules in (self.rules, *self.cases) for name, about in rules.records.items()}
        facts = {term: (name, made.make_fact(records[name])) for name, term in self.source.facts.items()}
        if isinstance(made, PackedTerms):
            # Facts are bits of columns, and are read where they are asked for.
            columns = {term: (name, term) for name, term in made.list_columns(self.columns).items()}
            return columns, TwoReadings(terms, {term: what for term, (_, what) in facts.items()}, made.is_number)
        figures = {term: (name, term) for term, name in made.figures.items() if not term.is_constant}
        return facts | figures, NullReadings(terms)

    def _name_terms(self, criteria: Mapping[str, Sequence[tuple[str | None, SqlTerm]]]) -> dict[SqlTerm, str]:
        names: dict[SqlTerm, str] = {}
        known = self.empty.rules.definitions.keys() | self.framework.nodes.keys()
        for name, term in self.source.bound.items():
            if name in known:
                names.setdefault(term, name)
        for node, steps in criteria.items():
            for step, term in steps:
                names.setdefault(term, f"{node}: {step}")
        return names

    # -- facts -------------------------------------------------------------------------------------------

    def _truth(self, rules: ClosedRules[SqlTerm, SqlSpan], name: str) -> SqlTerm:
        """Return a fact; what it reads is made before, so that an error names the fact at fault."""
        for one in self._list_below(name):
            _attempt(rules.truth, one)
        return _attempt(rules.truth, name)

    def _list_below(self, name: str) -> list[str]:
        found: dict[str, None] = {}
        left = [name]
        definitions = self.empty.rules.definitions
        while left:
            for fact in self.empty.rules.facts.get(left.pop(), ()):
                if fact in definitions and fact not in found:
                    found[fact] = None
                    left.append(fact)
        # A definition stands after those that it reads.
        return [one for one in definitions if one in found]

    def _settle(self, name: str) -> SqlTerm:
        """Return an outcome or award; where unknown context leaves it open, what all cases agree on (1.7)."""
        base = self._truth(self.rules, name)
        return self._join(base, [self._truth(rules, name) for rules in self.cases])

    def _join(self, base: SqlTerm, each: Sequence[SqlTerm]) -> SqlTerm:
        terms = self.source.terms
        different = [*dict.fromkeys(each)]
        if different in ([], [base]):
            return base
        every, some = terms.conjunction(different), terms.disjunction(different)
        return terms.case((every, terms.true), (terms.negation(some), terms.false))

    def _find_settled(self, tops: Mapping[str, SqlTerm]) -> SqlTerm:
        """Return whether cases settle any outcome or award that a single reading leaves open."""
        terms = self.source.terms
        changed = []
        for name, found in tops.items():
            base = self.rules.truth(name)
            if found is not base and is_top(name):
                is_open = terms.make("is_null", (base,), settled=True)
                changed.append(
                    terms.conjunction([is_open, terms.negation(terms.make("is_null", (found,), settled=True))])
                )
        return terms.disjunction(changed)

    def _list_criteria(self, settled: SqlTerm) -> Iterable[tuple[str, Sequence[tuple[str | None, SqlTerm]]]]:
        for info in self.framework.nodes.values():
            if info.layer is None or info.verdict not in ("level", "met"):
                continue
            if info.verdict == "met":
                yield info.id, [(None, self._report(info.id, settled))]
                continue
            reached = self.source.terms.true
            steps: list[tuple[str | None, SqlTerm]] = []
            for step in info.steps:
                if step in info.levels:
                    reached = self.source.all((reached, self._report(f"{info.id}/{step}", settled)))
                elif info.layer.no_text == "fails":
                    reached = self.source.terms.false
                steps.append((step, reached if info.is_asked(step) else self.source.terms.false))
            yield info.id, steps

    def _report(self, name: str, settled: SqlTerm) -> SqlTerm:
        base = self._truth(self.rules, name)
        joined = self._join(base, [self._truth(rules, name) for rules in self.cases])
        return base if joined is base else self.source.terms.case((settled, joined), otherwise=base)


def _fix(source: SqlSource, span: SqlSpan, cell: Interval) -> SqlSpan:
    """Return a context value as one case has it: the cell where it is not recorded."""
    one, case = source.at_one_unit([span, source.interval(cell)])
    if all(end.term.is_constant for end in span[:2]):
        return case  # no column records it
    low, high = (_fix_end(*pair) for pair in zip(one[:2], case[:2], strict=True))
    return SqlSpan(low, high, one.unit)


def _fix_end(end: SqlEnd, cell: SqlEnd) -> SqlEnd:
    at = None if cell.term.operator == "null" else cell.least
    within = [end.least, end.greatest, *([] if at is None else [at])]
    return SqlEnd(end.term, min(within), max(within), True, at)


def _attempt(make: Callable[[str], T], name: str) -> T:
    try:
        return make(name)
    except (NotPlainError, InexactError):
        message = Message("'{name}' cannot be said in SQL", name=name)
        _refuse(message, name)


def _refuse(message: Message, at: object) -> NoReturn:
    hint = Message("assess such a table with kd.assess_many, which takes every framework")
    raise InputError([Diagnostic("KD730", "error", message, path=str(at), hint=hint)])
