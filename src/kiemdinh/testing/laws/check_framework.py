"""A check that a framework keeps the laws of the semantics, in one call."""

from __future__ import annotations

from collections.abc import Iterable

from kiemdinh.standards.catalogue import AnyFramework, load
from kiemdinh.testing.laws.law import Law
from kiemdinh.testing.laws.law_table import LAWS

__all__ = ["check_framework"]


def check_framework(
    framework: AnyFramework,
    *,
    laws: Iterable[str | Law] | None = None,
    examples: int | None = None,
    seed: int | None = None,
) -> None:
    """Check that a framework keeps every law that applies to it.

    Parameters
    ----------
    framework
        A bundled id, a ``Path``, plain data, or a loaded framework.
    laws
        The laws to check, by name or made by the caller; None takes all of :data:`kiemdinh.testing.LAWS` in order.
    examples
        On how many cases each law is tried; None takes the number of each law. The time is proportional to it.
    seed
        A number with which the same cases are drawn again; without it pytest's ``--hypothesis-seed`` is used.

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
    found = load(framework)
    for law in _choose_laws(laws):
        law.check(found, examples=examples, seed=seed)


def _choose_laws(laws: Iterable[str | Law] | None) -> tuple[Law, ...]:
    """Return the laws that are named; an unknown name is an error before any law is tried."""
    if laws is None:
        return tuple(LAWS.values())
    chosen = []
    for law in laws:
        if isinstance(law, str) and law not in LAWS:
            message = f"there is no law '{law}'; the laws are {', '.join(LAWS)}"
            raise KeyError(message)
        chosen.append(LAWS[law] if isinstance(law, str) else law)
    return tuple(chosen)
