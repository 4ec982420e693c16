"""Warnings and the footing in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.rules import RuleSentences
from kiemdinh.rules import Truth
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.notes import LegalBasis, ResultWarning

__all__ = ["NoteSentences"]

_FRAME = ("evidence", "subject", "school_year")
_BARE = ("KD401", "KD405", "KD406")  # what these are about is no node: an id, a code of evidence


@dataclass(frozen=True, slots=True)
class NoteSentences:
    """Says what a reader should know beside the result."""

    names: Names
    messages: Messages
    full: bool = False

    def decision_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the section of recorded decisions, if there are any (2.9)."""
        items = tuple(
            Item(
                self.messages.text(
                    "decision",
                    what=self._titled("input", input_name(found.id)),
                    why=found.why or "",
                    author=found.author or "",
                    on=self.messages.format_date(found.on),
                )
            )
            for found in result.decisions
        )
        if items:
            yield Section(self.messages.text("decisions"), items)

    # -- warnings ----------------------------------------------------------------------------------------

    def warning_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the section of warnings, if there are any."""
        items = [Item(self._warning(result, warned)) for warned in result.warnings]
        if items:
            yield Section(self.messages.text("warnings"), self._cut(items))

    def _cut(self, items: list[Item]) -> tuple[Item, ...]:
        if self.full or len(items) <= MAX_SHOWN + 1:
            return tuple(items)
        return (*items[:MAX_SHOWN], Item(self.messages.text("more", n=len(items) - MAX_SHOWN)))

    def _warning(self, result: AssessmentData, warned: ResultWarning) -> str:
        about = self._about(result, warned)
        if not self.messages.has_text(warned.code):
            return self.messages.text("KD.other", code=warned.code, about=about)
        if warned.code == "KD410":
            return self._guard(warned, about)
        if warned.code == "KD412":
            node = self._node_of(warned.about or "")
            text = self.names.framework.nodes[node].node.guards[warned.parameters["guard"]].text_in(self.messages.lang)
            return self.messages.text("KD412", about=about, text=text)
        said = {key: self._said(value, warned) for key, value in warned.parameters.items()}
        if warned.code == "KD401":
            said = {"on": said["on"], "time": self._time(said["in_force"], said["until"])}
        return self.messages.text(warned.code, about=about, **said)

    def _time(self, in_force: str, until: str) -> str:
        key = "between" if in_force and until else "from" if in_force else "to"
        return self.messages.text(f"time.{key}", in_force=in_force, until=until)

    def _about(self, result: AssessmentData, warned: ResultWarning) -> str:
        about = warned.about
        if about is None or about == "":
            return self.messages.text("no_place")
        if warned.code in ("KD405", "KD406"):
            item = (result.dossier.evidence or {}).get(about)
            return f"{about} ({item.title})" if item is not None and item.title else about
        return about if warned.code in _BARE else self.names.name_shown(about)

    def _node_of(self, about: str) -> str:
        return about if about in self.names.framework.nodes else about.partition("/")[2]

    def _said(self, value: Any, warned: ResultWarning) -> str:
        if isinstance(value, Truth):
            return self.messages.quote_text(self.messages.text(f"state.{value.name.lower()}"))
        if isinstance(value, dt.date):
            return self.messages.format_date(value)
        if warned.code == "KD407" and isinstance(value, int):
            return self.messages.quote_text(self.names.name_reached_step(self._node_of(warned.about or ""), value))
        if value in ("unknown", "not-applicable"):
            return self.messages.quote_text(self.messages.text(value.replace("-", "_")))
        return "" if value is None else str(value)

    def _guard(self, warned: ResultWarning, about: str) -> str:
        rule = self._rule(warned.about or "")
        text = self.messages.text("KD410", about=about, rule=self.messages.quote_text(rule) if rule else about)
        cite = warned.parameters.get("cite")
        return self.messages.text("KD.cited", text=text, cite=cite) if cite else text

    def _rule(self, about: str) -> str | None:
        framework = self.names.framework
        outcome = next((o for o in framework.outcomes if about == f"outcome:{o.id}"), None)
        node = framework.nodes.get(self._node_of(about))
        rule = outcome.warn_unless if outcome is not None else node.node.warn_unless if node is not None else None
        return None if rule is None else RuleSentences(self.names, self.messages).describe_rule(rule)

    # -- the footing -------------------------------------------------------------------------------------

    def legal_basis_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield what the result rests on that is less than confirmed, by how sure it is."""
        by: Mapping[str, list[LegalBasis]] = {}
        by = {f.certainty: [g for g in result.footing if g.certainty == f.certainty] for f in result.footing}
        if by:
            items = (
                Item(self.messages.text(f"footing.{key}"), tuple(map(self._footing, found)))
                for key, found in by.items()
            )
            yield Section(self.messages.text("footing"), tuple(items))

    def _footing(self, found: LegalBasis) -> Item:
        names = list(self._names(found.about))
        text = ", ".join(names)
        if not self.full and len(names) > MAX_SHOWN + 1:
            text = self.messages.text("more_after", text=", ".join(names[:MAX_SHOWN]), n=len(names) - MAX_SHOWN)
        return Item(self.messages.text("todo.cite", text=text, cite=found.cite) if found.cite else text)

    def _names(self, about: tuple[str, ...]) -> Iterator[str]:
        """Yield what is less than confirmed, an award named once before its keys."""
        award = None
        for name in about:
            owner, _, key = name.partition(".")
            keyed = bool(key) and self.messages.has_text(f"about.{key}") and owner in self._awards
            said = self.messages.text(f"about.{key}") if keyed else self._named(name)
            yield (
                self.messages.text("about.key", award=self.names.name_award(owner), key=said)
                if keyed and owner != award
                else said
            )
            award = owner if keyed else None

    @property
    def _awards(self) -> tuple[str, ...]:
        return tuple(award.id for award in self.names.framework.awards)

    def _named(self, about: str) -> str:
        if about in _FRAME:
            return self.messages.text(f"about.{about}")
        if about in self.names.framework.nodes:
            return about
        kind, _, name = about.partition(":")
        if kind in ("layer", "input", "scale"):
            return self.messages.text(f"about.{kind}", name=self._titled(kind, name))
        return self.names.name_award(about) if about in self._awards else self.names.name_outcome(about)

    def _titled(self, kind: str, name: str) -> str:
        """The text of a layer, input or scale, else its id."""
        definition = self.names.framework.definition
        layers = {layer.id: layer for layer in definition.layers}
        said = {"layer": layers, "input": definition.inputs, "scale": definition.scales}[kind].get(name)
        return (said.text_in(self.messages.lang) if said is not None else None) or name
