"""Which open criteria would decide how schools move: each is supposed to be settled in every way (2.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from kiemdinh.data.office import DecidingNode, LevelRange
from kiemdinh.evidence.dossier import NotApplicable, Unknown
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.coded import pack_codes
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.editions import EditionSide
from kiemdinh.portfolio.tables import CellEntry, SchoolTable, TableColumn, find_latest_rows, take_rows

if TYPE_CHECKING:
    from kiemdinh.portfolio.editions import LevelOrder
    from kiemdinh.rules import Budget
    from kiemdinh.standards.loading import Framework

__all__ = ["find_deciding"]


@dataclass(frozen=True, slots=True)
class _OpenCriterion:
    """A criterion, the schools in which it is open, and the words that settle it."""

    node: str
    schools: Sequence[str]
    answers: Sequence[str]

    @property
    def size(self) -> int:
        """How many schools it is asked of, one with each answer."""
        return len(self.schools) * len(self.answers)


def find_deciding(
    before: EditionSide,
    after: EditionSide,
    schools: Collection[str],
    order: LevelOrder,
    old_names: Mapping[str, str],
    budget: Budget,
) -> list[DecidingNode]:
    """Return the criteria that are open in schools whose move is open, those that decide most first.

    These schools are assessed by both editions with every answer about each criterion. A step is one school by one
    edition with one answer; criteria that the budget does not reach are left out. *old_names* are the ids that the old
    edition has for the nodes of the new one.
    """
    questions = _list_questions(after, schools, budget)
    moves = [
        [order.find_move(*pair) != "open" for pair in zip(one, other, strict=True)]
        for one, other in zip(
            _ask(before, [replace(one, node=old_names.get(one.node, "")) for one in questions]),
            _ask(after, questions),
            strict=True,
        )
    ]
    found = []
    for question, decided in zip(questions, moves, strict=True):
        size = len(question.schools)
        by_school = [decided[place::size] for place in range(size)]
        every, some = (sum(map(test, by_school)) for test in (all, any))
        found.append(DecidingNode(question.node, size, every, some))
    return sorted(found, key=lambda one: (-one.decides, -one.may_decide, -one.schools))


def _list_questions(side: EditionSide, schools: Collection[str], budget: Budget) -> list[_OpenCriterion]:
    columns = side.narrow(schools).batch.criteria_columns
    open_in: dict[str, dict[str, None]] = defaultdict(dict)
    for school, node, state in zip(columns["school"], columns["id"], columns["state"], strict=True):
        if state == "unknown":
            open_in[node][school] = None
    found = []
    for node in sorted(open_in, key=lambda node: -len(open_in[node])):
        question = _OpenCriterion(node, tuple(open_in[node]), _list_answers(side.framework, node))
        if 2 * question.size > budget.left:
            budget.is_exhausted = True
            break
        budget.spend(2 * question.size)
        if question.answers:
            found.append(question)
    return found


def _list_answers(framework: Framework, node: str) -> tuple[str, ...]:
    """Return the words by which a finding settles a criterion; none where it is judged by numbers."""
    words = allowed_entries(framework).nodes[node].words
    answers = {verdict: word for word, verdict in words.items() if not isinstance(verdict, Unknown | NotApplicable)}
    return tuple(answers.values())


def _ask(side: EditionSide, questions: Sequence[_OpenCriterion]) -> Iterator[list[LevelRange | None]]:
    """Yield for each question the levels of its schools with the first answer, then those with the second, and so on.

    All are asked in one table, whose rules are compiled once.
    """
    rows_of = find_latest_rows(side.table, range(len(side.table)))
    rows = [rows_of[school] for one in questions for _ in one.answers for school in one.schools]
    table = take_rows(side.table, rows)
    starts = [0, *accumulate(one.size for one in questions)]
    for question, start in zip(questions, starts, strict=False):
        table = _suppose(table, question, start)
    batch = assess_many(side.framework, table)
    pairs = map(LevelRange, batch.level_columns["level"], batch.level_columns["attainable"])
    found: dict[int, LevelRange] = dict(zip(batch.rows, pairs, strict=True))
    for question, start in zip(questions, starts, strict=False):
        yield [found.get(row) for row in range(start, start + question.size)]


def _suppose(table: SchoolTable, question: _OpenCriterion, start: int) -> SchoolTable:
    """Return a table whose rows from *start* on record the answers to a question, and nothing below its criterion."""
    if question.node not in table.framework.nodes:
        return table
    reader = RecordReader(table.framework)
    said = [CellEntry(word, reader.read_finding(question.node, word).records) for word in question.answers]
    end, size = start + question.size, len(question.schools)
    columns: list[TableColumn] = []
    own = TableColumn(
        question.node, "", ColumnMeaning("node", question.node), (CellEntry(None),), pack_codes([0] * len(table), 0)
    )
    for column in table.columns:
        if column.meaning == own.meaning:
            own = column
        elif _is_within(column.meaning, question.node):
            codes = [0 if start <= row < end else code for row, code in enumerate(column.codes)]
            columns.append(replace(column, codes=pack_codes(codes, len(column.entries))))
        else:
            columns.append(column)
    entries = (*own.entries, *said)
    codes = [*own.codes]
    for place in range(question.size):
        codes[start + place] = len(own.entries) + place // size
    return replace(table, columns=(*columns, replace(own, entries=entries, codes=pack_codes(codes, len(entries)))))


def _is_within(meaning: ColumnMeaning, node: str) -> bool:
    return meaning.kind == "node" and (meaning.id == node or meaning.id.startswith(f"{node}/"))
