"""Why a school stands where it does, and what would change that: every explanation of a result, as data (semantics 5).

Begin with ``explain``, which joins what blocks a level (``blocking``) with the repairs and the roles of gaps
(``repairs``, on top of ``costs``). One module each finds the margin, a sufficient reason, blocking sets, the legal
basis and what blocks awards; ``what_if`` changes a dossier, ``differences`` compares two results. ``targets`` lists
what can be asked for.

Words: a *target* is a level, label or grade that is explained, and its *fact* is the fact that it is reached; something
is *certain* if it holds whatever the unknown facts are; a *gap* is something that falls short or is unknown.

Every function takes the framework, the facts of a school and the fact that is asked about. What must not come in:
assessments, and words of a language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.explanation.blocking_sets import find_blocking_sets
    from kiemdinh.explanation.costs import Efforts, read_efforts
    from kiemdinh.explanation.differences import find_differences
    from kiemdinh.explanation.explain import explain_level
    from kiemdinh.explanation.margin import find_level_margin
    from kiemdinh.explanation.repairs import find_level_repairs
    from kiemdinh.explanation.sufficient_reason import find_sufficient_reason
    from kiemdinh.explanation.what_if import change_dossier

__all__ = [
    "Efforts",
    "change_dossier",
    "explain_level",
    "find_blocking_sets",
    "find_differences",
    "find_level_margin",
    "find_level_repairs",
    "find_sufficient_reason",
    "read_efforts",
]

# Loaded when they are first used: most results are never explained.
_MODULES = {
    "blocking_sets": ("find_blocking_sets",),
    "costs": ("Efforts", "read_efforts"),
    "differences": ("find_differences",),
    "explain": ("explain_level",),
    "margin": ("find_level_margin",),
    "repairs": ("find_level_repairs",),
    "sufficient_reason": ("find_sufficient_reason",),
    "what_if": ("change_dossier",),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
