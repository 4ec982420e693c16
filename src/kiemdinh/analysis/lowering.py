"""Lowering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.standards.lowering import Lowering
from kiemdinh.standards.problems import Problems
from kiemdinh.standards.source import read_object

if TYPE_CHECKING:
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.setting import Setting

__all__ = ["lowering_of"]


def lowering_of(framework: Framework, setting: Setting) -> Lowering:
    """Return what lowers single conditions of a framework in the setting of a school."""
    problems = Problems(framework.source or read_object({}, framework.id))
    return Lowering(framework.definition, framework.outline, setting, problems)
