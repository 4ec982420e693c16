"""Whether a scenario notices a change: it does where it does not pass any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.testing.mutation.relevance import may_notice, may_read_otherwise

if TYPE_CHECKING:
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["notices"]


def notices(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether a scenario does not pass any more with a mutant. It is assessed only where this is possible."""
    if not may_read_otherwise(case, mutant):
        return may_notice(case, mutant) and not case.passes_by(mutant.framework, case.dossier)
    try:
        dossier = case.read_by(mutant.framework)
    except InputError:
        return not case.passes_by(mutant.framework, None)
    if dossier == case.dossier and not may_notice(case, mutant):
        return False
    return not case.passes_by(mutant.framework, dossier)
