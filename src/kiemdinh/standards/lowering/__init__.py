"""From a definition to the kernel: one condition over named facts for each node, step, outcome and award.

Begin with ``lower.py`` (the whole framework) and ``conditions.py`` (one condition, at one member of a set).
``context.py`` has the state that all parts share, ``scope.py`` and ``setting.py`` say where and when a condition is
read, and ``rules.py`` is the result.

Words: a *scope* is the member of a set at which a condition is read; a *setting* is the stages of a school and its last
school year; values that decide which rules apply are *context*.

Nothing here reads a file or a dossier. Ids of a definition that do not fit together are reported on the way.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.standards.lowering.rules import (
    FrameworkRules,
    Guard,
    NamedQuantity,
    StatedBound,
    StatedTotal,
    TotalMember,
)
from kiemdinh.standards.lowering.setting import (
    DEFAULT_SETTING,
    Population,
    PopulationMember,
    Setting,
    clocks_of,
    day_of_clock,
    last_school_year,
    name_school_year,
    school_year_end,
    school_year_start,
)

if TYPE_CHECKING:
    from kiemdinh.standards.lowering.conditions import Lowering
    from kiemdinh.standards.lowering.lower import lower_framework
    from kiemdinh.standards.lowering.scope import EVERYWHERE, Lowered, Scope

__all__ = [
    "DEFAULT_SETTING",
    "EVERYWHERE",
    "FrameworkRules",
    "Guard",
    "Lowered",
    "Lowering",
    "NamedQuantity",
    "Population",
    "PopulationMember",
    "Scope",
    "Setting",
    "StatedBound",
    "StatedTotal",
    "TotalMember",
    "clocks_of",
    "day_of_clock",
    "last_school_year",
    "lower_framework",
    "name_school_year",
    "school_year_end",
    "school_year_start",
]

# The rules of a bundled framework were lowered when the package was built.
_MODULES = {
    "conditions": ("Lowering",),
    "lower": ("lower_framework",),
    "scope": ("EVERYWHERE", "Lowered", "Scope"),
}

if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
