"""The words of the codes that results have, in every language: reasons of unknown, and states."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kiemdinh.data.outcomes import Titles, code_reasons
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Reason
from kiemdinh.narration.language import Messages
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Truth

__all__ = ["words_of_codes"]

_ASSESSED: Final = Message("assessed unit")


@lru_cache(maxsize=1)
def words_of_codes() -> Mapping[str, Mapping[str, Titles]]:
    """Return the words of each code by what it is a code of: ``reasons`` (3.6) and ``states`` (1.1).

    >>> words_of_codes()["reasons"]["not-assessed"].vi, words_of_codes()["states"]["met"].en
    ('chưa đánh giá', 'met')
    """
    reasons = {code_reasons((reason.value,))[0]: _texts_of(f"reason.{reason.value}") for reason in Reason}
    return FrozenMap(
        {
            "reasons": FrozenMap(reasons),
            "states": FrozenMap({str(truth): _texts_of(f"state.{truth}") for truth in Truth}),
        }
    )


def _texts_of(key: str) -> Titles:
    # They are the same for every framework, so that what is assessed has no word of its own here.
    return Titles(Messages("vi", _ASSESSED).text(key), Messages("en", _ASSESSED).text(key))
