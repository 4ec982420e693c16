"""What lies ahead, as users get it: a forecast and the next questions, data that can be narrated (4.6, 5.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

from kiemdinh.api.bound import WritesCalendar
from kiemdinh.api.explanations import read_explanation
from kiemdinh.api.narrated import Narrated
from kiemdinh.data.as_json import ExplanationKind, encode_value
from kiemdinh.data.assessment_data import AssessmentData
from kiemdinh.data.outcomes import Titles
from kiemdinh.data.outlook import ForecastData, QuestionsData
from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["Forecast", "NextQuestions"]


@dataclass(frozen=True, slots=True)
class Forecast(ForecastData, WritesCalendar, Narrated):
    """Where a school stands from day to day, while its records and what is known of them stay as they are.

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
        What would have to be in place by when so that the level does not fall, soonest first.
    left_out
        The records that an edition does not have; they are left out under it.
    search
        What it took. A date costs a step for each fact that can have changed and for each citation of evidence.
    result
        The result that it goes on from.
    titles
        What the definition calls that which ``lowers`` and ``carries`` name by its id alone.
    """

    kind: ClassVar[ExplanationKind] = "forecast"
    result: AssessmentData = field(repr=False)
    titles: Mapping[str, Titles] = field(default_factory=FrozenMap, repr=False)

    def to_data(self) -> dict[str, Any]:
        """Return the forecast as data: its attributes under their names, without the result."""
        return _encode_own(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*; :meth:`attach` gives it its result again.

        Raises
        ------
        InputError
            *data* is not the data of a forecast (KD341).
        """
        said, origin = read_explanation(cls.kind, data)
        return cls(**said, result=origin)

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
class NextQuestions(QuestionsData, Narrated):
    """Which unknown fact to settle next, best first.

    Attributes
    ----------
    target
        The level that is asked about; None where all outcomes are.
    outcomes
        How many outcomes are possible now.
    questions
        The unknown facts that can still change the outcome; empty where it is settled.
    none_alone
        Whether no single answer leaves fewer outcomes, so that several facts have to be settled together.
    search
        What it took: a step for each answer that was tried.
    result
        The result whose outcome is open.
    """

    kind: ClassVar[ExplanationKind] = "ask-next"
    result: AssessmentData = field(repr=False)

    def to_data(self) -> dict[str, Any]:
        """Return the questions as data: the attributes under their names, without the result."""
        return _encode_own(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return what :meth:`to_dict` wrote as *data*; :meth:`attach` gives it its result again.

        Raises
        ------
        InputError
            *data* is not the data of questions (KD341).
        """
        said, origin = read_explanation(cls.kind, data)
        return cls(**said, result=origin)


def _encode_own(one: Forecast | NextQuestions) -> dict[str, Any]:
    return {own.name: encode_value(getattr(one, own.name)) for own in fields(one) if own.name != "result"}
