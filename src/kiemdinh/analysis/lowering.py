"""Lowering of single conditions of a loaded framework; loading lowers all its rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_object
from kiemdinh.standards.lowering import Lowering

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import Setting

__all__ = ["build_lowering"]


def build_lowering(framework: Framework, setting: Setting) -> Lowering:
    """Return what lowers single conditions of a framework to the kernel language, in the setting of a school.

    It collects problems as loading does; a framework that has been loaded has none.
    """
    problems = Problems(framework.source or read_object({}, framework.id))
    lowering = Lowering(framework.definition, framework.outline, setting, problems)
    lowering.context.counts_each = True  # all of them together are within the bound
    return lowering
