"""The setting of drawn schools: the day on which they are assessed, their stages, and the texts that people write."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import strategies as st

from kiemdinh.analysis.study import DAY
from kiemdinh.standards.loading import Framework

__all__ = ["day_of", "stages_of", "written_texts"]

_STAGES: Final = ("stage-1", "stage-2")
"""The stages that a school is given where its framework speaks of stages and declares none."""

_WORDS: Final = (
    "Sổ góp ý",
    'the "so-called" head\'s',
    "<b>bold</b> & a < b",
    "Tru\u031bo\u031b\u0300ng e\u0323\u0302\u0301",
    "x" * 200,
    "*a* _b_ `c` | [d](e)",
    "{name} 100 %s \\n =1+1",
    "key: value # 学校 مدرسة",
)
"""The parts of texts: letters with marks, composed or not, very long words, and characters special to a format."""


def written_texts() -> st.SearchStrategy[str]:
    """Texts of one line that a name, a title or a reason can be; the first word is the simplest."""
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)


def day_of(framework: Framework) -> dt.date:
    """Return the day on which drawn dossiers are assessed: the first on which the edition is in force.

    If the definition does not name this day, it is the day that proofs use, so that their witnesses agree with drawn
    dossiers.
    """
    return framework.definition.source.in_force or DAY


def stages_of(framework: Framework) -> tuple[tuple[str, ...] | None, ...]:
    """Return the stages that drawn schools have, one choice after the other, the simplest first.

    A framework without stages has the one choice None; any other has a school of one stage and a school of two, the
    first ones that it declares.
    """
    subject = framework.definition.subject
    if "stage" not in subject.has:
        return (None,)
    names = tuple(stage.id for stage in subject.stages[:2]) or _STAGES
    return tuple(dict.fromkeys((names[:1], names)))
