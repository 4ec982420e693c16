"""A test class with one test for each law, for a test suite of a framework."""

from __future__ import annotations

from typing import Any, ClassVar
from unittest import SkipTest

from kiemdinh.standards.catalogue import AnyFramework, load
from kiemdinh.testing.laws.law import Law
from kiemdinh.testing.laws.law_table import LAWS

__all__ = ["FrameworkLaws"]


class FrameworkLaws:
    """A test class with one test for each law; a subclass names its ``framework``.

    It works with pytest. A subclass of it and of ``unittest.TestCase`` works with unittest. A law that says nothing of
    the framework is skipped.

    Examples
    --------
    >>> class TestOurStandard(FrameworkLaws):
    ...     framework = "vn.tt57-2026.gdtx"
    >>> TestOurStandard().test_law_interval()  # raises where the law is broken
    >>> len([name for name in dir(TestOurStandard) if name.startswith("test_law_")]) == len(LAWS)
    True
    """

    framework: ClassVar[AnyFramework]
    """The framework that is tested, as :func:`kiemdinh.load` takes it. A subclass must name it."""
    examples: ClassVar[int | None] = None
    """How many cases each law is tried on; None takes the number of the law."""
    seed: ClassVar[int | None] = None
    """A number with which the same cases are drawn in each run; None draws new ones."""


def _make_test(law: Law) -> Any:
    """Return the method that tries one law."""

    def test(self: FrameworkLaws) -> None:
        found = load(self.framework)
        if not law.applies(found):
            reason = f"the law '{law.name}' says nothing of this framework"
            raise SkipTest(reason)
        law.check(found, examples=self.examples, seed=self.seed)

    test.__name__ = f"test_law_{law.name.replace('-', '_')}"
    test.__qualname__ = f"FrameworkLaws.{test.__name__}"
    test.__doc__ = f"{law.paragraph}: {law.text}."
    return test


# A method for each law, and not one test with parameters: unittest knows no parameters.
for _law in LAWS.values():
    _test = _make_test(_law)
    setattr(FrameworkLaws, _test.__name__, _test)
