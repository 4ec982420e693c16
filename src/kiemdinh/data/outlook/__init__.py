"""What lies ahead of a school, as data: a forecast over later days, and what to ask next (semantics 4.6, 5.12).

Begin with ``forecast``: stretches of days between which something changes, and the events that change it. ``questions``
has the unknown facts that can still change the outcome, in the order in which they are best settled.

Words: a *span* is a stretch of days on which nothing changes. An *event* is something that begins or ceases to count on
a day; it *lowers* what is no longer certain from that day on.

No logic and no words of a language stand here.
"""

from kiemdinh.data.outlook.forecast import (
    AwardOnDays,
    EventKind,
    EventSubject,
    ForecastData,
    ForecastEvent,
    ForecastSpan,
    LeftOut,
    NeededChange,
    Renewal,
    RenewalKind,
)
from kiemdinh.data.outlook.questions import Answerer, NextQuestion, PossibleAnswer, QuestionKind, QuestionsData

__all__ = [
    "Answerer",
    "AwardOnDays",
    "EventKind",
    "EventSubject",
    "ForecastData",
    "ForecastEvent",
    "ForecastSpan",
    "LeftOut",
    "NeededChange",
    "NextQuestion",
    "PossibleAnswer",
    "QuestionKind",
    "QuestionsData",
    "Renewal",
    "RenewalKind",
]
