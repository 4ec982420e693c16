"""The codes of a dossier's evidence: which item a code names, however it is spelled (semantics 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiemdinh.evidence.dossier import EvidenceItem
from kiemdinh.parsing.cells import CodePattern, code_skeleton, fold_code, normalise_code, split_codes

__all__ = ["EvidenceCodes"]

_AMBIGUOUS: Final = ""
"""Stands for several items of which it is not certain which one a spelling names."""


@dataclass(slots=True, eq=False, repr=False)
class EvidenceCodes:
    """The evidence index of a dossier, and the pattern that codes follow.

    Attributes
    ----------
    pattern
        The pattern of the framework; None where it has none.
    index
        The items by their own code; None where the dossier has no index.
    """

    pattern: CodePattern | None = None
    index: Mapping[str, EvidenceItem] | None = None
    _exact: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _skeletons: dict[str, str] | None = None
    _spelled: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_index(cls, pattern: CodePattern | None, index: Mapping[str, EvidenceItem] | None) -> EvidenceCodes:
        """Return the codes of an index, each of which has been :meth:`spelled`. The cost is linear in the index."""
        codes = cls(pattern, index)
        for item in (index or {}).values():
            for name in (item.code, *item.also):
                codes._exact[name] = item.code
                known = codes._folded.setdefault(fold_code(name), item.code)
                if known != item.code:
                    codes._folded[fold_code(name)] = _AMBIGUOUS
        return codes

    def spelled(self, text: str) -> str:
        """Return a code as it is kept: as the pattern spells it where it follows the pattern, else normalised.

        Spellings are remembered, since each code that is cited is asked for several times.
        """
        kept = self._spelled.get(text)
        if kept is None:
            code = normalise_code(text)
            kept = self._spelled[text] = (self.pattern.spell(code) if self.pattern else None) or code
        return kept

    def follows_pattern(self, code: str) -> bool:
        """Whether a code follows the framework's pattern; without a pattern every code does."""
        return self.pattern is None or self.pattern.spell(code) is not None

    def item_named(self, code: str) -> str | None:
        """Return the own code of the item that a normalised code names; None where that is not certain.

        Letter case and spaces do not count where only one item is meant without them.
        """
        return self._exact.get(code) or self._exact.get(self.spelled(code)) or self._folded.get(fold_code(code)) or None

    def read_cited(self, text: str) -> tuple[str, ...]:
        """Return the codes that one text cites: the own codes of items that it names; other codes as they are kept.

        Several codes may stand in it, as in ``[H1-1.1-01]; [H1-1.1-02]``.
        """
        return tuple(self.item_named(code) or self.spelled(code) for code in split_codes(text, self._is_known))

    def suggest(self, code: str) -> str | None:
        """Return the code of the item that *code* certainly stands for with a slip: its own or another one; else None.

        Both have the same words and numbers, and no other item has these. A number is never corrected into another
        number, since that would name another item. The first call looks at the whole index, later ones are look-ups.
        """
        if self._skeletons is None:
            self._skeletons = _skeletons_of(self._exact)
        return self._skeletons.get(code_skeleton(code)) or None

    def _is_known(self, code: str) -> bool:
        if self.index is None:
            return self.pattern is not None and self.pattern.spell(code) is not None
        return self.item_named(code) is not None


def _skeletons_of(names: Iterable[str]) -> dict[str, str]:
    """Return the code for each skeleton that only one code has."""
    found: dict[str, str] = {}
    for name in names:
        form = code_skeleton(name)
        found[form] = _AMBIGUOUS if form in found else name
    return found
