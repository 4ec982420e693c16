"""The citation of a rule in the law, how sure we are of it, and texts in several languages."""

from __future__ import annotations

from typing import Final, Literal, get_args

from kiemdinh.parsing.fields import Map, Text
from kiemdinh.parsing.models import Model, key

__all__ = ["CERTAINTIES", "Certainty", "Cited", "Localised"]

Certainty = Literal["confirmed", "single_source", "inferred", "unverified"]
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
"""How sure we are of a rule, surest first (semantics 7.2)."""


class Cited(Model):
    """Where a rule stands in the law (*cite*) and how sure we are of it (semantics 7.2); inherited downwards.

    A part inherits from above what it does not state. The result is a
    :class:`~kiemdinh.standards.definition.citations.Citation`.
    """

    cite: Text | None = key(default=None, description="Article, clause and point")
    certainty: Certainty | None = key(default=None, description="How sure we are; inherited from above")


class Localised(Cited):
    """Something with a text in Vietnamese, English or any other language, and its law."""

    vi: Text | None = key(default=None, description="In Vietnamese")
    en: Text | None = key(default=None, description="In English")
    text: Map[Text] | None = key(default=None, description="In any other language, by its code")

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts, in all languages that have one."""
        return tuple(text for text in (self.vi, self.en, *(self.text or {}).values()) if text is not None)

    def text_in(self, lang: str) -> str | None:
        """Return the text in a language, else in Vietnamese, English or the first other language that has one.

        *lang* is the code of a language, such as ``vi``. The result is None where there is no text at all.

        >>> Localised(vi="Cấp học", text={"fr": "Cycle"}).text_in("en")
        'Cấp học'
        """
        others = self.text or {}
        texts = {"vi": self.vi, "en": self.en, **others}
        in_order = (texts.get(code) for code in (lang, "vi", "en", *others))
        return next((text for text in in_order if text is not None), None)
