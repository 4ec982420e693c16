"""A recorded finding in words, as people read it beside its criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.writing import write_verdict
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.names import Names

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier, FindingRecord, Side
    from kiemdinh.evidence.entries import AllowedEntries, NodeForm

__all__ = ["FindingWords", "SaidFinding"]

_TRUTHS = ("met", "unmet", "unknown")


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A finding in words: what it says, why, and the codes of its evidence; ``says`` is empty where there is none.

    ``met`` and ``of`` count the requirements below that are found met, where these are recorded one by one.
    """

    says: str = ""
    why: str = ""
    by: tuple[str, ...] = ()
    met: int = 0
    of: int = 0


class FindingWords:
    """The findings of one framework in words.

    Parameters
    ----------
    allowed
        The entries that can be recorded under the framework.
    lang
        The language, "vi" or "en".
    """

    def __init__(self, allowed: AllowedEntries, lang: str) -> None:
        self.allowed = allowed
        self.messages = speak_of(allowed.framework, lang)
        self.names = Names(allowed.framework, self.messages)

    def name_word(self, form: NodeForm, word: str) -> str:
        """Return the name for people of a word that can be recorded about a node."""
        if word == "not-applicable":
            return self.messages.text("not_applicable")
        if word in _TRUTHS and word not in (form.info.steps if form.info else ()):
            return self.messages.text(f"state.{word}")
        return self.names.name_step(form.id, word)

    def list_options(self, form: NodeForm) -> tuple[tuple[str, str], ...]:
        """Return the words that can be recorded about a node, each with its name for people; none where it is a number.

        The highest step comes last, as on the scale.
        """
        return tuple((word, self.name_word(form, word)) for word in form.shown)

    def describe_entry(self, node: str, entry: Any) -> str:
        """Return an entry of a dossier about a node in one line: what is found, why, and by which evidence."""
        if isinstance(entry, list):
            return "; ".join(self.describe_entry(node, one) for one in entry)
        details = entry if isinstance(entry, Mapping) else {"is": entry}
        form = self.allowed.nodes.get(node)
        said = self._describe_word(form, details.get("is", details.get("reaches")))
        by = details.get("by", ())
        why = [str(details["why"])] if details.get("why") else []
        cited = [", ".join([by] if isinstance(by, str) else map(str, by))] if by else []
        more = "; ".join((*why, *cited))
        return self.messages.text("tree.why", text=said, why=more) if more else said

    def _describe_word(self, form: NodeForm | None, word: Any) -> str:
        if isinstance(word, list):
            return ", ".join(self._describe_word(form, one) for one in word)
        return self.name_word(form, word) if form is not None and word in form.words else str(word)

    def say_side(self, dossier: Dossier, side: Side, node: str, stage: str | None) -> SaidFinding:
        """Return the latest finding of one side about a node, or about the node for one stage."""
        found = list(_records_of(dossier, side, stage))
        own = _find_latest(found, node)
        if own is not None:
            form = self.allowed.nodes[node]
            written = write_verdict(own.verdict, form)
            return SaidFinding(self._describe_word(form, written), own.why or "", own.evidence_codes)
        below = {one.node for one in found if node in self.allowed.framework.outline.ancestors_of(one.node)}
        words = [
            str(write_verdict(last.verdict, self.allowed.nodes[one]))
            for one in below
            if (last := _find_latest(found, one))
        ]
        return SaidFinding(met=words.count("met"), of=len(words))


def _records_of(dossier: Dossier, side: Side, stage: str | None) -> Iterator[FindingRecord]:
    return (one for one in dossier.findings if one.side == side and one.stage in (None, stage))


def _find_latest(found: Sequence[FindingRecord], node: str) -> FindingRecord | None:
    return max((one for one in found if one.node == node), key=lambda one: one.date, default=None)
