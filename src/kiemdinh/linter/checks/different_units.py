"""Inputs that are compared with one another and are counted in different units (KD506)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import ValueCompared, ValueQuantity

__all__ = ["find_different_units"]


def find_different_units(study: Study, site: ConditionSite, key: str, threshold: Any) -> Iterator[LintFinding]:
    """Find whether a comparison compares two inputs with different units.

    Parameters
    ----------
    study
        The framework under study.
    site
        A comparison that is read in some scope. A ratio of inputs is left out: its unit is that of neither.
    key
        The comparator, such as ``at_least``.
    threshold
        The value after the comparator.
    """
    if not isinstance(site.cond, ValueCompared) or not isinstance(threshold, ValueQuantity):
        return
    inputs = study.framework.inputs
    one, two = inputs.get(site.cond.value), inputs.get(threshold.value)
    if one is None or two is None or site.cond.per or threshold.per or one.unit == two.unit:
        return
    yield make_finding(
        study,
        "KD506",
        Message(
            "'{one}' is compared with '{other}', and they have different units",
            one=site.cond.value,
            other=threshold.value,
        ),
        (*site.path, key),
        expected=Message.verbatim(one.unit) if one.unit else Message("no unit"),
        found=two.unit or Message("no unit"),
        witness=study.write_dossier(study.prove(study.lower_site(site)).world),
    )
