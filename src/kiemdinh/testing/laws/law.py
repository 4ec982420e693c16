"""A law of the semantics as something that can be checked on any framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from kiemdinh.standards.framework import Framework
from kiemdinh.testing.strategies.records import as_yaml

__all__ = ["BrokenError", "Law", "LawFailure", "broken", "everywhere"]

_ANSWER: Final = "an answer"
_USUAL: Final = 100
"""Nodes of a framework up to which a law tries all its cases; beyond, the fewer the more there are, at least a few."""
_FEWEST: Final = 3
_PHASES: Final = (Phase.explicit, Phase.generate, Phase.shrink)


class LawFailure(AssertionError):  # noqa: N818 - it is a failure of a test, as pytest and unittest name it
    """A law does not hold: which, where it stands, what was expected and got, and the least dossier that shows it."""


class BrokenError(Exception):
    """One example breaks a law; *dossier* shows it."""

    def __init__(self, expected: str, got: str, dossier: Mapping[str, Any] | None) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got
        self.dossier = dossier


def broken(expected: object, got: object, dossier: Mapping[str, Any] | None = None) -> NoReturn:
    """Say that an example breaks a law."""
    raise BrokenError(str(expected), str(got), dossier)


def everywhere(_framework: Framework) -> bool:
    """Say that a law applies to every framework."""
    return True


@dataclass(frozen=True, slots=True)
class Law:
    """A law: its name, its paragraph of the semantics, what it says, and how one case is judged.

    ``applies`` tells the frameworks that the law says anything of; ``examples`` is how many cases are tried unless
    :meth:`check` is told otherwise, fewer on a framework of hundreds of nodes.
    """

    name: str
    paragraph: str
    text: str
    cases: Callable[[Framework], st.SearchStrategy[Any]] = field(repr=False)
    judge: Callable[[Framework, Any], None] = field(repr=False)
    applies: Callable[[Framework], bool] = field(default=everywhere, repr=False)
    examples: int = 30

    def check(self, framework: Framework, *, examples: int | None = None, seed: int | None = None) -> None:
        """Try the law on drawn cases; where it does not apply there is nothing to try.

        Without a *seed* hypothesis draws as it does elsewhere: by pytest's ``--hypothesis-seed``, or differently each
        time. The cost is that of about three assessments a case.

        Raises
        ------
        LawFailure
            A case breaks the law; with the least such case that was found.
        """
        if not self.applies(framework):
            return

        def trial(case: Any) -> None:
            self._judged(framework, case)

        budget = settings(
            max_examples=self._usual(framework) if examples is None else examples,
            deadline=None,
            database=None,
            phases=_PHASES,
            verbosity=Verbosity.quiet,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=tuple(HealthCheck),
        )
        run = budget(given(self.cases(framework))(trial))
        try:
            (run if seed is None else seeded(seed)(run))()
        except BrokenError as error:
            raise LawFailure(self._told(framework, error)) from error.__cause__

    def _usual(self, framework: Framework) -> int:
        """How many cases are tried unless it is said: on a large framework fewer, for each of them costs more."""
        fewer = self.examples * _USUAL // max(_USUAL, len(framework.nodes))
        return min(self.examples, max(_FEWEST, fewer))

    def _judged(self, framework: Framework, case: Any) -> None:
        try:
            self.judge(framework, case)
        except (BrokenError, HypothesisException):
            raise
        except Exception as error:
            dossier = case.dossier() if hasattr(case, "dossier") else None
            tripped = f"{type(error).__name__}: {error}"
            raise BrokenError(_ANSWER, tripped, dossier) from error

    def _told(self, framework: Framework, error: BrokenError) -> str:
        lines = [
            f"the law '{self.name}' (semantics {self.paragraph}) does not hold for {framework.id}",
            f"law: {self.text}",
            f"expected: {error.expected}",
            f"got: {error.got}",
        ]
        if error.dossier is not None:
            lines += ["dossier:", *(f"  {line}" for line in as_yaml(error.dossier).splitlines())]
        return "\n".join(lines)
