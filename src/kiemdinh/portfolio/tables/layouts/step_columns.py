"""Columns of single steps of a criterion (``1.1/muc-1``), joined to one finding about the criterion.

A dossier says which step a criterion reaches: each step up to it is met, the next one is unmet, and of those above
nothing is said (semantics 3.7). Cells of steps that say the same become this finding; where no finding can say what
they say, the row is set aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import NOT_APPLICABLE, VERDICT_WORDS, AllowedEntries
from kiemdinh.parsing.cells import fold_word
from kiemdinh.portfolio.coded import group_rows, rows_of_codes, translate_codes
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule, PlannedColumn
from kiemdinh.portfolio.sheets import SheetColumn, is_nothing
from kiemdinh.portfolio.tables.cells import StackedCell, find_unreadable_text
from kiemdinh.portfolio.tables.set_aside import SetAside
from kiemdinh.standards.definition import StepScale

__all__ = ["join_steps"]

_MET, _UNMET = "met", "unmet"
_SAME: Final = {"true": _MET, "false": _UNMET, "unknown": None}
"""What words say of a step that are no verdict themselves."""
_EXPECTED: Final = Message.verbatim(f"{_MET}, {_UNMET}, {NOT_APPLICABLE}")


@dataclass(frozen=True, slots=True)
class _StepColumn:
    """A column of a step, its cells, and what each content of it says."""

    planned: PlannedColumn
    cells: SheetColumn
    verdicts: Sequence[_StepVerdict | None]


@dataclass(frozen=True, slots=True)
class _StepVerdict:
    """What a cell says of its step: a word, and the details that a record of its own row adds."""

    word: str
    details: tuple[tuple[str, Any], ...] = ()


class _StepsError(ValueError):
    """No finding can say what the cells of the steps say."""

    def __init__(self, step: ColumnMeaning, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.step = step
        self.problem = Diagnostic("KD722", "error", message, hint=hint)


def join_steps(
    recorded: Sequence[tuple[PlannedColumn, SheetColumn]], allowed: AllowedEntries, aside: SetAside
) -> list[tuple[PlannedColumn, SheetColumn]]:
    """Return columns that record something, those of the steps of one criterion joined to a column of its findings.

    The cost is some passes over the rows for each column of steps, and one look at each combination of their cells.

    Parameters
    ----------
    recorded
        Columns with their cells.
    allowed
        What can be recorded.
    aside
        Collects the rows whose cells of steps cannot be read (KD104), or say what no finding can say (KD722).
    """
    found = [(planned, cells) for planned, cells in recorded if planned.meaning.kind != "step"]
    groups: dict[ColumnMeaning, list[_StepColumn]] = defaultdict(list)
    for planned, cells in recorded:
        if planned.meaning.kind == "step":
            read = _read_step(planned, cells, aside)
            groups[planned.meaning.criterion].append(read)
    return [*found, *(_StepJoin(meaning, columns, allowed, aside).join() for meaning, columns in groups.items())]


def _read_step(planned: PlannedColumn, cells: SheetColumn, aside: SetAside) -> _StepColumn:
    verdicts: list[_StepVerdict | None] = []
    errors: dict[int, Diagnostic] = {}
    for number, content in enumerate(cells.contents):
        read = _read_verdict(content, planned.rule)
        if isinstance(read, Diagnostic):
            errors[number] = read
        verdicts.append(None if isinstance(read, Diagnostic) else read)
    aside.reject_contents(cells, errors)
    return _StepColumn(planned, cells, verdicts)


def _read_verdict(content: Any, rule: ColumnRule) -> _StepVerdict | Diagnostic | None:
    if isinstance(content, StackedCell):
        if len(content.values) > 1:
            message = Message("a step has several records; record the level of the criterion instead")
            return Diagnostic("KD722", "error", message)
        read = _read_verdict(content.values[0], rule)
        details = tuple(content.details[0].items())
        return _StepVerdict(read.word, details) if isinstance(read, _StepVerdict) else read
    problem = find_unreadable_text(content) if isinstance(content, str) else None
    if problem is not None or is_nothing(content):
        return problem
    text = str(content).lower() if isinstance(content, bool) else str(content)
    word = VERDICT_WORDS.find(rule.words.get(fold_word(text), text))
    if word is None:
        message = Message("'{word}' does not say whether the step is met", word=text)
        hint = Message("say in the mapping of columns what the word means: {{words: {{'{word}': met}}}}", word=text)
        return Diagnostic("KD104", "error", message, expected=_EXPECTED, hint=hint)
    verdict = _SAME.get(word, word)
    return None if verdict is None else _StepVerdict(verdict)


@dataclass(frozen=True, slots=True)
class _StepJoin:
    """The columns of the steps of one criterion, of one stage or of the school."""

    meaning: ColumnMeaning
    columns: Sequence[_StepColumn]
    allowed: AllowedEntries
    aside: SetAside

    def join(self) -> tuple[PlannedColumn, SheetColumn]:
        """Return the column of the findings; rows that say what no finding can say are set aside."""
        first = self.columns[0]
        codes = [(one.cells.codes, len(one.cells.contents)) for one in self.columns]
        groups = group_rows(codes, len(first.cells.codes))
        contents: list[Any] = [None]
        for number, row in enumerate(groups.rows):
            try:
                contents.append(self._find_claim(row))
            except _StepsError as error:
                contents.append(None)
                cells = next(one.cells for one in self.columns if one.planned.meaning == error.step)
                for each in self.aside.kept_among(rows_of_codes(groups.codes, {number}, len(groups.rows))):
                    self.aside.reject(each, cells, error.problem)
        moved = translate_codes(groups.codes, range(1, len(contents)))
        cells = SheetColumn(first.planned.index, first.planned.heading, contents, moved, first.cells.numbers)
        return PlannedColumn(first.planned.index, first.planned.heading, self.meaning), cells

    def _find_claim(self, row: int) -> Any:
        """Return what a dossier says of the criterion of a row, as the cell of one record; None for nothing.

        Raises
        ------
        _StepsError
            No finding can say what its cells say.
        """
        recorded: dict[str, _StepVerdict] = {}
        by_step = {one.planned.meaning.step: one for one in self.columns}
        for step, column in by_step.items():
            verdict = column.verdicts[column.cells.codes[row]]
            if verdict is not None:
                recorded[step] = verdict
        if not recorded:
            return None
        word = self._find_word({step: verdict.word for step, verdict in recorded.items()})
        details = next(iter(recorded.values())).details
        differing = next((step for step, verdict in recorded.items() if verdict.details != details), None)
        if differing is not None:
            message = Message(
                "the records of the steps of '{id}' differ in their date, side or evidence", id=self.meaning.id
            )
            raise _StepsError(self._name(differing), message)
        return StackedCell((word,), (dict(details),)) if details else word

    def _find_word(self, words: Mapping[str, str]) -> str:
        """Return the step that is reached, the word below the lowest step, or that the criterion does not apply."""
        if set(words.values()) == {NOT_APPLICABLE}:
            return NOT_APPLICABLE
        for step, word in words.items():
            if word == NOT_APPLICABLE:
                message = Message("the step '{step}' does not apply, and others are recorded", step=self._name(step))
                raise _StepsError(self._name(step), message, self._hint)
        steps = list(self.allowed.framework.nodes[self.meaning.id].levels)
        reached = next((number for number, step in enumerate(steps) if words.get(step) != _MET), len(steps))
        above = steps[reached:]
        if above:
            self._check_above(words, steps[reached - 1] if reached else None, above)
        return steps[reached - 1] if reached else self._word_below(above[0])

    def _check_above(self, words: Mapping[str, str], reached: str | None, above: Sequence[str]) -> None:
        """Refuse a met step above an unmet one, and a step of which nothing is said above the one that is reached."""
        next_step = above[0]
        higher = next((step for step in above if words.get(step) == _MET), None)
        if higher is not None and words.get(next_step) == _UNMET:
            names = {"step": self._name(higher), "lower": self._name(next_step)}
            message = Message("the step '{step}' is met, and '{lower}' below it is not", **names)
            raise _StepsError(self._name(higher), message, self._hint)
        if words.get(next_step) != _UNMET:
            recorded = reached or next(step for step in above if step in words)
            names = {"step": self._name(recorded), "other": self._name(next_step)}
            message = Message("the step '{step}' is recorded, and nothing is said of '{other}'", **names)
            raise _StepsError(self._name(recorded), message, self._hint)

    @property
    def _hint(self) -> Message:
        return Message("fill in the cells of all steps, or record the level in one column '{id}'", id=str(self.meaning))

    def _word_below(self, lowest: str) -> str:
        layer = self.allowed.framework.nodes[self.meaning.id].layer
        scale = self.allowed.framework.definition.scales.get((layer and layer.scale) or "")
        if isinstance(scale, StepScale) and scale.not_reached is not None:
            return scale.not_reached.id
        message = Message("the scale of '{id}' has no word for a criterion that reaches no step", id=self.meaning.id)
        raise _StepsError(self._name(lowest), message)

    def _name(self, step: str) -> ColumnMeaning:
        return ColumnMeaning("step", f"{self.meaning.id}/{step}", self.meaning.stage)
