"""Whether a scenario notices a change: it does where it does not pass any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.testing.mutation.relevance import may_notice
from kiemdinh.testing.scenarios import passes

if TYPE_CHECKING:
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["notices"]


def notices(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether a scenario does not pass any more by a mutant. It is assessed only where it may be so."""
    if not (case.may_notice_rules(mutant) if mutant.is_of_rules else may_notice(case, mutant)):
        return False
    is_read_again = mutant.changes_reading
    return not passes(case.scenario, lambda: case.assess_by(mutant.framework, is_read_again=is_read_again))
