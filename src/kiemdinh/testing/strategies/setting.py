"""The setting of drawn schools: the day on which they are assessed, and their stages."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kiemdinh.analysis.study import DAY
from kiemdinh.standards.loading import Framework

__all__ = ["day_of", "stages_of"]

_STAGES: Final = ("stage-1", "stage-2")
"""The stages that a school is given where its framework speaks of stages and declares none."""


def day_of(framework: Framework) -> dt.date:
    """Return the day on which drawn dossiers are assessed: the first on which the edition is in force.

    Where the definition does not say when that is, it is the day that proofs take, so that their witnesses agree with
    drawn dossiers.
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
