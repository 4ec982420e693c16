"""How much concern there is for each school, by a framework that can be replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.portfolio.batch import assess_many
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.data.office import SchoolAtRisk
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["find_concerns", "load_concern"]


def load_concern(concern: AnyFramework | None) -> Framework:
    """Return the framework of concern: the one that is given, or the one that comes with kiemdinh.

    >>> load_concern(None).id
    'dev.kiemdinh.concern'
    """
    return _load_own() if concern is None else load(concern, unofficial=True)


@cache
def _load_own() -> Framework:
    return load(
        text=find_package_folder("kiemdinh.portfolio.risks").joinpath("concern.yaml").read_text(encoding="utf-8")
    )


def find_concerns(concern: Framework, schools: Sequence[SchoolAtRisk], day: dt.date) -> list[str | None]:
    """Return the label or level of each school by the framework of concern; None where it is left open.

    It is given those of the inputs ``state``, ``stands``, ``falls``, ``ends`` and ``margin`` that it declares.
    """
    if not schools:
        return []
    rows = [_describe(i, one, concern) for i, one in enumerate(schools)]
    batch = assess_many(concern, rows, on=day)
    found: list[str | None] = [None] * len(schools)
    columns = batch.level_columns
    for school, level, is_determined in zip(columns["school"], columns["level"], columns["determined"], strict=True):
        found[int(school)] = level if is_determined else None
    return found


def _describe(number: int, one: SchoolAtRisk, concern: Framework) -> dict[str, Any]:
    """Return the row of a school: what is known of its award, by the inputs of the framework."""
    given = {
        "state": "unknown-state" if one.held.state == "unknown" else one.held.state,
        "stands": one.stands,
        "falls": "true" if any(threat.falls and threat.what != "award" for threat in one.threats) else "false",
        "ends": "true" if any(threat.what == "award" for threat in one.threats) else "false",
        "margin": None if one.margin is None else str(one.margin),
    }
    return {"school": str(number), **{name: cell for name, cell in given.items() if name in concern.inputs}}
