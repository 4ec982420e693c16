"""A law of the semantics as something that can be checked on any framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from hypothesis import HealthCheck, Phase, Verbosity, given, reject, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies import dossier_yaml

__all__ = ["Law", "LawFailure", "applies_to_all", "fail_law"]

_USUAL_SIZE: Final = 100
"""Nodes of a framework up to which a law tries all its cases; beyond, the fewer the more nodes there are."""
_MIN_EXAMPLES: Final = 3
"""How many cases are tried on the largest framework."""
_PHASES: Final = (Phase.explicit, Phase.generate, Phase.shrink)
"""No database of earlier failures and no search for explanations of a failure: runs are independent of one another."""


class LawFailure(AssertionError):  # noqa: N818 - it is a failure of a test, as pytest and unittest name it
    """A law does not hold. The message has the law, its place, what was expected and got, and the least dossier.

    See the example of :func:`kiemdinh.testing.check_framework`.
    """


def applies_to_all(_framework: Framework) -> bool:
    """Return True: the law applies to every framework."""
    return True


@dataclass(frozen=True, slots=True)
class Law:
    """A law: its name, its paragraph of the semantics, its text, and how one case is judged.

    Attributes
    ----------
    name
        The name, as in ``docs/laws.md`` and in the ids of test items.
    paragraph
        Its paragraph in the semantics.
    text
        The law in one sentence.
    cases
        The strategy of its cases for a framework.
    judge
        Judges one case, and reports where the case breaks the law.
    applies
        Whether the law applies to a framework.
    examples
        How many cases are tried unless :meth:`check` is given a number; fewer on a framework of hundreds of nodes.

    Examples
    --------
    >>> from kiemdinh.testing import LAWS
    >>> LAWS["interval"].paragraph, LAWS["interval"].examples
    ('2.2', 30)
    """

    name: str
    paragraph: str
    text: str
    cases: Callable[[Framework], st.SearchStrategy[Any]] = field(repr=False)
    judge: Callable[[Framework, Any], None] = field(repr=False)
    applies: Callable[[Framework], bool] = field(default=applies_to_all, repr=False)
    examples: int = 30

    def check(self, framework: Framework, *, examples: int | None = None, seed: int | None = None) -> None:
        """Try the law on drawn cases; where it does not apply there is nothing to try.

        Parameters
        ----------
        framework
            A loaded framework.
        examples
            How many cases are tried; None takes ``examples`` of the law, fewer on a framework of hundreds of nodes.
        seed
            A number with which the same cases are drawn again. Without it hypothesis draws as usual: by pytest's
            ``--hypothesis-seed``, or differently each time.

        Raises
        ------
        LawFailure
            A case breaks the law; with the least such case that was found.

        Notes
        -----
        The cost is that of about three assessments for each case. Nothing is kept from one run to the next.
        """
        if not self.applies(framework):
            return

        def trial(case: Any) -> None:
            self._judge_case(framework, case)

        budget = settings(
            max_examples=self._default_examples(framework) if examples is None else examples,
            deadline=None,
            database=None,
            phases=_PHASES,
            verbosity=Verbosity.quiet,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=tuple(HealthCheck),  # frameworks may be slow, their cases rare
        )
        run = budget(given(self.cases(framework))(trial))
        # Hypothesis shrinks: the error that it raises at last is about the least case that it found.
        try:
            (run if seed is None else seeded(seed)(run))()
        except _BrokenLawError as error:
            raise LawFailure(self._failure_text(framework, error)) from error.__cause__

    def _default_examples(self, framework: Framework) -> int:
        """Return how many cases are tried: fewer on a large framework, since each case costs more."""
        fewer = self.examples * _USUAL_SIZE // max(_USUAL_SIZE, len(framework.nodes))
        return min(self.examples, max(_MIN_EXAMPLES, fewer))

    def _judge_case(self, framework: Framework, case: Any) -> None:
        """Judge one case; an error of the engine breaks the law too, with the dossier that led to it."""
        try:
            self.judge(framework, case)
        except (_BrokenLawError, HypothesisException):
            raise
        except Exception as error:
            if _is_part_above_whole(error):
                reject()
            dossier = case.dossier() if hasattr(case, "dossier") else None
            expected, got = "an answer", f"{type(error).__name__}: {error}"
            raise _BrokenLawError(expected, got, dossier) from error

    def _failure_text(self, framework: Framework, error: _BrokenLawError) -> str:
        """Return the message of a failure, with the dossier as YAML for a scenario file."""
        lines = [
            f"the law '{self.name}' (semantics {self.paragraph}) does not hold for {framework.id}",
            f"law: {self.text}",
            f"expected: {error.expected}",
            f"got: {error.got}",
        ]
        if error.dossier is not None:
            lines += ["dossier:", *(f"  {line}" for line in dossier_yaml(error.dossier).splitlines())]
        return "\n".join(lines)


def _is_part_above_whole(error: Exception) -> bool:
    """Return whether a law made a part greater than its whole, so that there is no dossier and no case."""
    if not isinstance(error, InputError):
        return False
    return {problem.code for problem in error.diagnostics if problem.severity == "error"} == {"KD329"}


def fail_law(expected: object, got: object, dossier: Mapping[str, Any] | None = None) -> NoReturn:
    """Raise the error by which a judgement reports that a case breaks the law.

    *expected* and *got* are shown as text, and the *dossier*, where there is one, as YAML. :meth:`Law.check` shrinks
    the case and turns the last such error into a :class:`LawFailure`.
    """
    raise _BrokenLawError(str(expected), str(got), dossier)


class _BrokenLawError(Exception):
    """One case breaks a law. Hypothesis shrinks towards the least case that raises it."""

    def __init__(self, expected: str, got: str, dossier: Mapping[str, Any] | None) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got
        self.dossier = dossier
