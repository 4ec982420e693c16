"""Drawn items of evidence, and an index of evidence with one item of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from kiemdinh.standards.catalogue import AnyFramework, load
from kiemdinh.standards.evidence_policies import list_evidence_policies
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies.setting import day_of, written_texts

__all__ = ["MISSING_CODE", "evidence_items", "make_evidence_index", "subtract_days"]

MISSING_CODE: Final = "missing"
"""A code that is never in the index of a drawn dossier."""


def evidence_items(
    framework: AnyFramework, *, codes: Sequence[str] | None = None, expired: bool | None = None
) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Items of evidence as pairs of code and entry: ``dict(pairs)`` is the index of a dossier of the framework.

    They are valid on the day on which :func:`dossiers` are assessed, new, undated, expired or still to come.

    Parameters
    ----------
    framework
        A bundled id, a ``Path``, plain data or a loaded framework; its pattern of codes is kept.
    codes
        The codes to draw from; None takes codes of the framework's pattern.
    expired
        True draws only items that have expired, False none of them.

    Examples
    --------
    >>> from hypothesis import find
    >>> code, entry = find(evidence_items("vn.tt57-2026.gdtx", codes=["H1-1.1-01"], expired=True), lambda pair: True)
    >>> code, sorted(entry)
    ('H1-1.1-01', ['issued', 'title', 'until'])
    """
    index = make_evidence_index(load(framework))
    entries = [entry for entry in index.values() if expired is None or (entry["title"] == "expired") is expired]
    names = st.sampled_from(list(index) if codes is None else list(codes))
    return st.tuples(names, st.builds(_add_to_title, st.sampled_from(entries), written_texts()))


def make_evidence_index(framework: Framework, text: str = "") -> dict[str, dict[str, Any]]:
    """Return an index of evidence in which one item is valid, one new, one without dates, one expired, one to come.

    Dates are around the day on which drawn dossiers are assessed. Codes follow the pattern of the framework; the title
    of an item says which of the five it is, and then *text*.
    """
    day = day_of(framework)
    dates = {
        "valid": {"issued": subtract_days(day, 3000), "until": day.isoformat()},
        "new": {"issued": subtract_days(day, 1)},
        "timeless": {},
        "expired": {"issued": subtract_days(day, 3000), "until": subtract_days(day, 1)},
        "to-come": {"issued": subtract_days(day, -1)},
    }
    entries = [{"title": name, **period, **words} for words in _list_words(framework) for name, period in dates.items()]
    codes = [_make_code(framework, "-".join(_words_of(entry)), i) for i, entry in enumerate(entries, 1)]
    titled = (_add_to_title(entry, text) if text else entry for entry in entries)
    return dict(zip(codes, titled, strict=True))


def _add_to_title(entry: Mapping[str, str], text: str) -> dict[str, Any]:
    return {**entry, "title": f"{entry['title']}: {text}"}


def _words_of(entry: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(entry[key] for key in ("title", "kind", "issuer") if key in entry)


def _list_words(framework: Framework) -> list[dict[str, str]]:
    """Return the kind and issuer of drawn items: none, then each pair of those that policies of the framework name."""
    policies = [placed.terms for placed in list_evidence_policies(framework.definition, framework.outline)]
    kinds = dict.fromkeys(choice.id for policy in policies for choice in policy.kinds or ())
    issuers = dict.fromkeys(choice.id for policy in policies for choice in policy.issuers or ())
    pairs = product(kinds or ("",), issuers or ("",))
    named = [{key: word for key, word in zip(("kind", "issuer"), pair, strict=True) if word} for pair in pairs]
    return [{}, *(words for words in named if words)]


def _make_code(framework: Framework, name: str, serial: int) -> str:
    """Return a code that fits the pattern of the framework, with the first id of each layer in it; else *name*."""
    policy = framework.definition.evidence
    if policy is None or policy.code is None:
        return name
    code = ""
    for text in policy.code.split("{"):
        inside, close, after = text.partition("}")
        if not close:
            code += text
            continue
        word, _, digits = inside.partition(":")
        ids = framework.outline.by_layer.get(word)
        code += (ids[0] if ids else str(serial).zfill(int(digits or 1))) + after
    return code


def subtract_days(day: dt.date, days: int) -> str:
    """Return the date so many days before *day*, as a dossier writes it.

    >>> subtract_days(dt.date(2026, 9, 30), 30)
    '2026-08-31'
    """
    return (day - dt.timedelta(days=days)).isoformat()
