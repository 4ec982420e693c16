"""Texts that lack a language in which the title of the framework is written (KD532)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_translations"]


def check_translations(study: Study) -> Iterator[LintFinding]:
    """Find texts without a translation; a single finding for a language that most texts lack."""
    definition = study.framework.definition
    texts = [
        (part, path) for part, path in walk_parts(definition) if isinstance(part, Localised) and _list_languages(part)
    ]
    for language in _list_languages(definition):
        lacking = [path for part, path in texts if language not in _list_languages(part)]
        if 2 * len(lacking) > len(texts):
            others = len(texts) - len(lacking) - 1
            message = Message.for_count(
                "the title is said in '{language}', and so is only {n} other text",
                "the title is said in '{language}', and so are only {n} other texts",
                others,
                language=language,
            )
            of_title = (language,) if language in ("vi", "en") else ("text", language)
            found = Message("{n} texts without {language}", n=len(lacking), language=language)
            yield make_finding(study, "KD532", message, of_title, key=True, found=found)
        else:
            for path in lacking:
                yield make_finding(
                    study,
                    "KD532",
                    Message("this is not said in '{language}', as the title is", language=language),
                    path,
                )


def _list_languages(part: Localised) -> tuple[str, ...]:
    own = [code for code in ("vi", "en") if getattr(part, code) is not None]
    return (*own, *(part.text or ()))
