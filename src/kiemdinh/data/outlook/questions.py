"""What to ask next, as data: the unknown facts that can still change the outcome, best first (semantics 5.12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles
from kiemdinh.data.search_work import SearchWork

__all__ = ["Answerer", "NextQuestion", "PossibleAnswer", "QuestionKind", "QuestionsData"]

QuestionKind: TypeAlias = Literal["finding", "figure", "context"]
"""What is asked: a finding about a node, a figure, or context such as a choice or a decision."""
Answerer: TypeAlias = Literal["school", "review", "authority"]
"""Who can answer: the school by its own record, external review whose record prevails, or an authority."""


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """One way in which an unknown fact can turn out, and how many outcomes then remain.

    Attributes
    ----------
    answer
        What would be recorded, as text: a verdict or level, ``yes``, a choice, or a number. A number stands for all
        numbers that the rules treat alike.
    outcomes
        How many outcomes are possible after it: levels from the guaranteed to the attainable one, or labels. Where a
        target is asked about, there are two outcomes while it is unknown, and one when it is settled.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> [answer.answer for answer in result.ask_next().questions[0].answers]
    ['khong-dat', 'muc-1', 'muc-2']
    """

    answer: str
    outcomes: int


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """An unknown fact that can still change the outcome.

    Attributes
    ----------
    id
        The id of what is asked, as :meth:`kiemdinh.Assessment.what_if` takes it: a node, ``input:…``, or what a repair
        names of others.
    kind
        Whether it is a finding, a figure or context.
    answers
        Each way in which it can turn out.
    worst
        The most outcomes that remain after an answer.
    sum
        The number of outcomes that remain, added up over all answers.
    titles
        What the definition calls it.
    who
        Who can answer. A record of the external review prevails over the school's own (3.5). So what the review leaves
        unknown only a further review can settle.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> question = result.ask_next().questions[0]
    >>> question.id, question.kind
    ('1.3', 'finding')
    """

    id: str
    kind: QuestionKind
    answers: tuple[PossibleAnswer, ...]
    worst: int
    sum: int
    titles: Titles = NO_TITLES
    who: Answerer = "school"


@dataclass(frozen=True, slots=True)
class QuestionsData:
    """Which unknown fact to settle next, best first.

    Attributes
    ----------
    target
        The level or grade that is asked about; None where all outcomes are.
    outcomes
        How many outcomes are possible now.
    questions
        The unknown facts that can still change the outcome; empty where the outcome is settled, or no record could
        settle it.
    none_alone
        Whether no single answer leaves fewer outcomes, so that several facts have to be settled together.
    search
        What the search took: a step for each answer that was tried.
    open_awards
        The grades of awards whose eligibility is unknown, where all outcomes are asked about. Each can be asked about
        by its id.
    """

    target: LevelRef | None
    outcomes: int
    questions: tuple[NextQuestion, ...]
    none_alone: bool
    search: SearchWork
    open_awards: tuple[str, ...] = ()
