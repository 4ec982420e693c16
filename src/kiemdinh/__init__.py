"""kiemdinh: a declarative accreditation rules engine.

>>> import kiemdinh as kd
>>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
>>> result.determined
False

Types for annotations stand in :mod:`kiemdinh.results`, those of tables of schools in :mod:`kiemdinh.portfolio`, and
those of two editions in :mod:`kiemdinh.transitions`; terms of conditions in :mod:`kiemdinh.rules`, what tests of a
standard need in :mod:`kiemdinh.testing`. :mod:`kiemdinh.reports` has the reports of a result, :mod:`kiemdinh.documents`
makes files of pages, :mod:`kiemdinh.exchange` has the formats of other software, and :mod:`kiemdinh.web` an
application that answers by HTTP.
Each name here is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module

from kiemdinh.version import __version__

# Type checkers take it for true by its name; importing typing is three quarters of the time of ``import kiemdinh``.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from kiemdinh.api.assess import assess
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.reading import read_dossier
    from kiemdinh.linter.finding import LintFinding as Finding
    from kiemdinh.linter.lint import lint
    from kiemdinh.portfolio import (
        assess_many,
        carry_over_many,
        compare,
        impact,
        pack,
        peers,
        plan,
        read_register,
        risk,
        sql,
    )
    from kiemdinh.portfolio import find_renewals as renewals
    from kiemdinh.reports import report
    from kiemdinh.standards.catalogue import apply, catalogue, editions, in_force, load
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.carrying import carry_over
    from kiemdinh.transitions.crosswalks import load_crosswalk
    from kiemdinh.transitions.diffs import diff

__all__ = [
    "Assessment",
    "Diagnostic",
    "Dossier",
    "Finding",
    "Framework",
    "InputError",
    "__version__",
    "apply",
    "assess",
    "assess_many",
    "carry_over",
    "carry_over_many",
    "catalogue",
    "compare",
    "diff",
    "editions",
    "impact",
    "in_force",
    "lint",
    "load",
    "load_crosswalk",
    "pack",
    "peers",
    "plan",
    "read_dossier",
    "read_register",
    "renewals",
    "report",
    "risk",
    "sql",
]

# Where the module has another name for it, that name stands after a colon.
_MODULES = {
    "Assessment": "kiemdinh.api.assessment",
    "Diagnostic": "kiemdinh.diagnostics.diagnostic",
    "Dossier": "kiemdinh.evidence.dossier",
    "Finding": "kiemdinh.linter.finding:LintFinding",
    "Framework": "kiemdinh.standards.loading",
    "InputError": "kiemdinh.diagnostics.diagnostic",
    "apply": "kiemdinh.standards.catalogue",
    "assess": "kiemdinh.api.assess",
    "assess_many": "kiemdinh.portfolio",
    "carry_over": "kiemdinh.transitions.carrying",
    "carry_over_many": "kiemdinh.portfolio",
    "catalogue": "kiemdinh.standards.catalogue",
    "compare": "kiemdinh.portfolio",
    "impact": "kiemdinh.portfolio",
    "risk": "kiemdinh.portfolio",
    "diff": "kiemdinh.transitions.diffs",
    "editions": "kiemdinh.standards.catalogue",
    "in_force": "kiemdinh.standards.catalogue",
    "lint": "kiemdinh.linter.lint",
    "load": "kiemdinh.standards.catalogue",
    "load_crosswalk": "kiemdinh.transitions.crosswalks",
    "pack": "kiemdinh.portfolio",
    "peers": "kiemdinh.portfolio",
    "plan": "kiemdinh.portfolio",
    "read_dossier": "kiemdinh.evidence.reading",
    "read_register": "kiemdinh.portfolio",
    "renewals": "kiemdinh.portfolio:find_renewals",
    "report": "kiemdinh.reports",
    "sql": "kiemdinh.portfolio",
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid

    def __getattr__(name: str) -> object:
        """Load a verb when it is first asked for, so that ``import kiemdinh`` stays quick."""
        if name not in _MODULES:
            msg = f"module 'kiemdinh' has no attribute {name!r}"
            raise AttributeError(msg)
        module, _, name_there = _MODULES[name].partition(":")
        value = globals()[name] = getattr(import_module(module), name_there or name)
        return value


def __dir__() -> list[str]:
    return __all__
