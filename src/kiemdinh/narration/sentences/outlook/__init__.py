"""What lies ahead of a school as sentences: a forecast, and what to ask next.

Begin with ``forecast``: where the school stands in each stretch of days, what changes on which day, what to renew.
``questions`` tells which unknown fact to settle next. ``standing_on_days`` is what both the page and the picture of a
forecast say of a stretch of days.

Words: a *span* is a stretch of days on which nothing changes.

The order of a whole page is for ``pages``.
"""

from kiemdinh.narration.sentences.outlook.forecast import ForecastSentences
from kiemdinh.narration.sentences.outlook.questions import QuestionSentences
from kiemdinh.narration.sentences.outlook.standing_on_days import SpanSentences

__all__ = ["ForecastSentences", "QuestionSentences", "SpanSentences"]
