"""What lies ahead, as users get it: a forecast and the next questions, data that can be narrated (4.6, 5.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kiemdinh.api.bound import WritesCalendar
from kiemdinh.api.explanations import PlainExplanation
from kiemdinh.data.as_json import ExplanationKind
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.outcomes import Titles
from kiemdinh.data.outlook import ForecastData, QuestionsData
from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["Forecast", "NextQuestions"]


@dataclass(frozen=True, slots=True)
class Forecast(ForecastData, WritesCalendar, PlainExplanation):
    """Where a school stands from day to day, while its records and what is known of them stay as they are.

    See the example of :meth:`kiemdinh.Assessment.forecast`.

    Attributes
    ----------
    start, until
        The first and the last day that it covers. It ends before the day asked for where the budget ran out.
    spans
        The stretches of days, soonest first, without a gap.
    events
        What happens on which day, soonest first.
    renew
        What is to be renewed, soonest first.
    needed
        The changes that would keep the level and the awards, each with its last day, soonest first.
    left_out
        The records about nodes or inputs that an edition does not have; under it they are left out.
    search
        What the search took. A date costs a step for each fact that can have changed and for each citation of evidence.
    result
        The result with which it begins.
    titles
        The titles of what ``lowers`` and ``carries`` name by id alone.
    """

    kind: ClassVar[ExplanationKind] = "forecast"
    result: AssessmentData = field(repr=False)
    titles: Mapping[str, Titles] = field(default_factory=FrozenMap, repr=False)

    def to_svg(self, lang: str | None = None) -> str:
        """Return the forecast as a picture: a line of time with the levels, the awards and what ends when.

        It is an SVG document in *lang* that fits the width of a sheet of A4, upright. Without *lang* it is in
        Vietnamese where the definition has it, else in English.

        Raises
        ------
        InputError
            There is no such language.
        """
        from kiemdinh.narration.drawings import draw_timeline  # noqa: PLC0415 - only when a picture is asked for

        return draw_timeline(self.result, self, lang)


@dataclass(frozen=True, slots=True)
class NextQuestions(QuestionsData, PlainExplanation):
    """Which unknown fact to settle next, best first.

    See the example of :meth:`kiemdinh.Assessment.ask_next`.

    Attributes
    ----------
    target
        The level or grade that is asked about; None where all outcomes are.
    outcomes
        How many outcomes are possible now.
    questions
        The unknown facts that can still change the outcome; empty where it is settled.
    none_alone
        Whether no single answer leaves fewer outcomes, so that several facts have to be settled together.
    search
        What the search took: a step for each answer that was tried.
    open_awards
        The grades of awards whose eligibility is unknown; only where all outcomes are asked about.
    result
        The result whose outcome is open.
    """

    kind: ClassVar[ExplanationKind] = "ask-next"
    result: AssessmentData = field(repr=False, kw_only=True)
