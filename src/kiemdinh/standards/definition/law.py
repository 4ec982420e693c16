"""Where a rule stands in the law, how sure we are of it, and texts in several languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field

from kiemdinh.parsing.fields import Map, Model, Text

__all__ = ["CERTAINTIES", "Certainty", "Cited", "Localised"]

Certainty = Literal["confirmed", "single_source", "inferred", "unverified"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
"""How sure we are of a rule, surest first (semantics 7.2)."""


class Cited(Model):
    """Where a rule stands in the law (*cite*) and how sure we are of it (semantics 7.2); inherited downwards."""

    cite: Text | None = Field(default=None, description="Article, clause and point")
    certainty: Certainty | None = Field(default=None, description="How sure we are; inherited from above")


class Localised(Cited):
    """Something with a text in Vietnamese, English or any other language, and its law."""

    vi: Text | None = Field(default=None, description="In Vietnamese")
    en: Text | None = Field(default=None, description="In English")
    text: Map[Text] | None = Field(default=None, description="In any other language, by its code")

    def text_in(self, lang: str) -> str | None:
        """Return the text in *lang*, else in the first language that has one; None where there is none."""
        return next(self._texts(lang), None)

    def _texts(self, lang: str) -> Iterator[str]:
        own = {"vi": self.vi, "en": self.en, **(self.text or {})}
        for key in (lang, "vi", "en", *(self.text or {})):
            text = own.get(key)
            if text is not None:
                yield text
