"""The words of the pages themselves, in one language; results are said by ``narration``."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kiemdinh.diagnostics.translations import load_translations
from kiemdinh.narration.language import Messages

__all__ = ["BoardTexts"]

_PACKAGE: Final = "kiemdinh.web.board"
_FOLDER: Final = "messages"
_VIET_NAM: Final = dt.timezone(dt.timedelta(hours=7))


class BoardTexts:
    """The words of the pages in a language, "vi" or "en".

    >>> BoardTexts("en").text("school.level")
    'Level now'
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._words = load_translations(_PACKAGE, lang, _FOLDER)
        self._messages = Messages(lang)

    def text(self, key: str, /, **parameters: object) -> str:
        """Return the text of a key with its parameters filled in.

        Raises
        ------
        KeyError
            There is no such text, or a parameter is missing.
        """
        return self._words.gettext(key).format(**parameters)

    def count(self, key: str, n: int, /, **parameters: object) -> str:
        """Return the text of a key in the plural form for a number, which it can name as ``n``."""
        return self._words.ngettext(key, key, n).format(n=n, **parameters)

    def stage(self, stage: str) -> str:
        """Return the name of a stage of schooling."""
        return self._messages.name_stage(stage)

    def date(self, day: dt.date) -> str:
        """Return a day as the language writes it."""
        return self._messages.format_date(day)

    def day(self, at: dt.datetime) -> dt.date:
        """Return the day of a moment, in the time zone that :meth:`moment` uses."""
        return self._tell_local(at).date()

    def moment(self, at: dt.datetime) -> str:
        """Return a moment as the language writes it, to the minute: in Vietnamese by the clock of Viet Nam."""
        local = self._tell_local(at)
        return f"{self._messages.format_date(local.date())} {local:%H:%M}{'' if self.lang == 'vi' else ' UTC'}"

    def _tell_local(self, at: dt.datetime) -> dt.datetime:
        return at.astimezone(_VIET_NAM if self.lang == "vi" else dt.UTC)
