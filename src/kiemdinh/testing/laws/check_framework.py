"""Checking that a framework keeps the laws of the semantics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from unittest import SkipTest

from kiemdinh.testing.laws.all_laws import LAWS
from kiemdinh.testing.laws.law import Law
from kiemdinh.testing.strategies.places import loaded

if TYPE_CHECKING:
    from kiemdinh.testing.strategies.places import Checkable


__all__ = ["FrameworkLaws", "check_framework"]


def check_framework(
    framework: Checkable,
    *,
    laws: Iterable[str | Law] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """Check that a framework keeps every law that applies to it.

    Parameters
    ----------
    framework
        A bundled id, a path, YAML text, plain data, or a loaded framework.
    laws
        The laws to check, by name or made by the caller; None takes all of :data:`kiemdinh.testing.LAWS` in order.
    examples
        How many cases each law is tried on; None takes what each law asks for. Time grows with it in proportion.
    seed
        Draws the same cases again; without it pytest's ``--hypothesis-seed`` rules.

    Raises
    ------
    LawFailure
        The first law that does not hold, with the least dossier that shows it, ready for a scenario file.
    InputError
        The definition cannot be loaded.
    KeyError
        There is no law of that name.

    Examples
    --------
    >>> from kiemdinh.testing import check_framework
    >>> check_framework("vn.tt57-2026.gdtx", laws=["interval"], examples=5)
    """
    found = loaded(framework)
    for law in _chosen(laws):
        law.check(found, examples=examples, seed=seed)


def _chosen(laws: Iterable[str | Law] | None) -> tuple[Law, ...]:
    if laws is None:
        return tuple(LAWS.values())
    found = []
    for law in laws:
        if isinstance(law, str) and law not in LAWS:
            message = f"there is no law '{law}'; the laws are {', '.join(LAWS)}"
            raise KeyError(message)
        found.append(LAWS[law] if isinstance(law, str) else law)
    return tuple(found)


class FrameworkLaws:
    """A test class with one test for each law; a subclass names its ``framework``.

    It works with pytest and, beside ``unittest.TestCase``, with unittest. A law that says nothing of the framework is
    skipped.

    Examples
    --------
    >>> class TestOurStandard(FrameworkLaws):
    ...     framework = "vn.tt57-2026.gdtx"
    >>> TestOurStandard().test_law_interval()
    """

    framework: ClassVar[Checkable]
    examples: ClassVar[int | None] = None
    """How many cases each law is tried on."""
    seed: ClassVar[int | None] = None
    """Draws the same cases again."""


def _test_of(law: Law) -> Any:
    def test(self: FrameworkLaws) -> None:
        found = loaded(self.framework)
        if not law.applies(found):
            reason = f"the law '{law.name}' says nothing of this framework"
            raise SkipTest(reason)
        law.check(found, examples=self.examples, seed=self.seed)

    test.__name__ = f"test_law_{law.name.replace('-', '_')}"
    test.__qualname__ = f"FrameworkLaws.{test.__name__}"
    test.__doc__ = f"{law.paragraph}: {law.text}."
    return test


for _law in LAWS.values():
    _test = _test_of(_law)
    setattr(FrameworkLaws, _test.__name__, _test)
