"""What a reader should know beside the result, as sentences: decisions, warnings and the legal basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences.blocking import MAX_SHOWN, cut_list
from kiemdinh.narration.sentences.rules import RuleSentences
from kiemdinh.rules import Truth
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.notes import Decision, LegalBasis, ReferenceResult, ResultWarning
    from kiemdinh.data.outcomes import LevelRef

__all__ = ["NoteSentences"]

_FRAME = ("evidence", "subject", "school_year")
_BARE = ("KD401", "KD405", "KD406", "KD413", "KD421")
"""Warnings that are about no node but about a framework or an item of evidence."""


@dataclass(slots=True, eq=False, repr=False)
class NoteSentences:
    """The decisions, warnings and legal basis of a result as sentences; with *full* no list is cut."""

    names: Names
    messages: Messages
    full: bool = False

    def decision_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the section of recorded decisions, if there are any (2.9)."""
        items = tuple(Item(self._describe_decision(found, result.dates.evidence)) for found in result.decisions)
        if items:
            yield Section(self.messages.text("decisions"), items)

    def _describe_decision(self, found: Decision, on: dt.date) -> str:
        text = self.messages.text(
            "decision",
            what=self.names.name_value(read_value_name(found.id)),
            why=found.why or "",
            author=found.author or "",
            on=self.messages.format_date(found.on),
        )
        if found.until is None:
            return text
        key = "decision.ended" if found.until < on else "decision.until"
        return self.messages.text(key, text=text, until=self.messages.format_date(found.until))

    # -- other frameworks --------------------------------------------------------------------------------

    def reference_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the section of what is known under other frameworks, if the rules read any (6.5)."""
        items = [Item(self._describe_reference(found)) for found in result.references]
        if items:
            shown = tuple(items) if self.full else cut_list(items, MAX_SHOWN, self.messages)
            yield Section(self.messages.text("references"), shown)

    def _describe_reference(self, found: ReferenceResult) -> str:
        standard = found.titles.said(self.messages.lang) or found.of
        level = self._name_end(found.guaranteed)
        if not found.determined:
            level = self.messages.text("references.range", low=level, high=self._name_end(found.attainable))
        if found.member is None:
            what = self.messages.text("references.own", standard=standard, level=level)
        else:
            member = found.member.shown
            what = self.messages.text("references.of_member", member=member, standard=standard, level=level)
        return self.messages.text("references.line", what=what, source=self._describe_source(found))

    def _describe_source(self, found: ReferenceResult) -> str:
        why = ", ".join(self.messages.text(f"reason.{reason}") for reason in found.reasons)
        if found.side is None or found.on is None:
            return self.messages.text("references.unknown", why=why)
        source = self.messages.text(f"references.{found.side}", date=self.messages.format_date(found.on))
        source = source if found.by is None else self.messages.text("references.by", source=source, by=found.by)
        return f"{source}; {why}" if why else source

    def _name_end(self, level: LevelRef | None) -> str:
        return self.messages.text("standing.none") if level is None else self.messages.name_level(level)

    # -- warnings ----------------------------------------------------------------------------------------

    def warning_sections(self, result: AssessmentData, without: Collection[str] = ()) -> Iterator[Section]:
        """Yield the section of warnings, if there are any; without those of codes that the page tells elsewhere."""
        items = [Item(self.describe_warning(warned)) for warned in result.warnings if warned.code not in without]
        if items:
            shown = tuple(items) if self.full else cut_list(items, MAX_SHOWN, self.messages)
            yield Section(self.messages.text("warnings"), shown)

    def describe_warning(self, warned: ResultWarning) -> str:
        """Return a warning of a result as a sentence."""
        about = self._name_place(warned)
        if not self.messages.has_text(warned.code):
            return self.messages.text("KD.other", code=warned.code, about=about)
        if warned.code == "KD410":
            return self._describe_guard(warned, about)
        if warned.code == "KD412":
            node = self.names.find_node(warned.about or "") or ""
            text = self.names.framework.nodes[node].node.guards[warned.parameters["guard"]].text_in(self.messages.lang)
            return self.messages.text("KD412", about=about, text=text)
        said = {key: self._format_parameter(value, warned) for key, value in warned.parameters.items()}
        if warned.code == "KD402" and self.messages.lang == "vi":
            said["message"] = said.get("message_vi", said["message"])
        if warned.code == "KD401":
            said = {"on": said["on"], "time": self._format_time(said["in_force"], said["until"])}
        if warned.code == "KD419":
            time = self._format_term(said["from"], said["until"])
            text = self.messages.text("KD419", on=said["on"], about=about, time=time)
            return self.messages.text("KD.cited", text=text, cite=said["cite"]) if said["cite"] else text
        if warned.code == "KD421":
            said["why"] = self.messages.text(f"nothing.{warned.parameters['why']}")
        return self.messages.text(warned.code, about=about, **said)

    def _format_term(self, first: str, last: str) -> str:
        """Return a term, whose last day is included; the term of an edition ends before the day that is named."""
        key = "span" if first and last else "from" if first else "through"
        return self.messages.text(f"time.{key}", in_force=first, until=last)

    def _format_time(self, in_force: str, until: str) -> str:
        key = "between" if in_force and until else "from" if in_force else "to"
        return self.messages.text(f"time.{key}", in_force=in_force, until=until)

    def _name_place(self, warned: ResultWarning) -> str:
        about = warned.about
        if about is None or about == "":
            return self.messages.text("no_place")
        if warned.code in ("KD405", "KD406"):
            title = warned.parameters.get("title")
            return f"{about} ({title})" if title else about
        if isinstance(name := self.names.read_id(about).name, ValueName) and warned.code in ("KD407", "KD414", "KD420"):
            return self.names.name_value(name)
        return about if warned.code in _BARE else self.names.name_shown(about)

    def _format_parameter(self, value: Any, warned: ResultWarning) -> str:
        if isinstance(value, tuple):
            return self._list_texts(value, warned)
        if isinstance(value, Truth):
            return self.messages.quote_text(self.messages.text(f"state.{value.name.lower()}"))
        if isinstance(value, dt.date):
            return self.messages.format_date(value)
        if warned.code == "KD407" and isinstance(value, int):
            node = self.names.find_node(warned.about or "") or ""
            return self.messages.quote_text(self.names.name_reached_step(node, value))
        if value in ("unknown", "not-applicable"):
            return self.messages.quote_text(self.messages.text(value.replace("-", "_")))
        return "" if value is None else str(value)

    def _list_texts(self, texts: tuple[str, ...], warned: ResultWarning) -> str:
        """Return school years as they are, and ids of records by their names; only some where there are many."""
        shown = texts if self.full else texts[:MAX_SHOWN]
        named = ", ".join(shown) if warned.code in ("KD414", "KD417") else "; ".join(map(self._name_record, shown))
        left = len(texts) - len(shown)
        return self.messages.text("more_after", text=named, n=left) if left else named

    def _name_record(self, about: str) -> str:
        shown = self.names.read_id(about)
        return self.names.name_value(shown.name) if isinstance(shown.name, ValueName) else self.names.name_shown(about)

    def _describe_guard(self, warned: ResultWarning, about: str) -> str:
        rule = self._describe_rule(warned.about or "")
        text = self.messages.text("KD410", about=about, rule=self.messages.quote_text(rule) if rule else about)
        cite = warned.parameters.get("cite")
        return self.messages.text("KD.cited", text=text, cite=cite) if cite else text

    def _describe_rule(self, about: str) -> str | None:
        framework = self.names.framework
        outcome = next((o for o in framework.outcomes if about == str(FactName(FactKind.OUTCOME, o.id))), None)
        node = framework.nodes.get(self.names.find_node(about) or "")
        rule = outcome.warn_unless if outcome is not None else node.node.warn_unless if node is not None else None
        return None if rule is None else RuleSentences(self.names, self.messages).describe_rule(rule)

    # -- the legal basis -------------------------------------------------------------------------------

    def legal_basis_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the parts of the definition that the result rests on and that are less than confirmed, by certainty."""
        by: Mapping[str, list[LegalBasis]] = {}
        by = {f.certainty: [g for g in result.footing if g.certainty == f.certainty] for f in result.footing}
        if by:
            items = (
                Item(self.messages.text(f"footing.{key}"), tuple(map(self._legal_basis_item, found)))
                for key, found in by.items()
            )
            yield Section(self.messages.text("footing"), tuple(items))

    def _legal_basis_item(self, found: LegalBasis) -> Item:
        names = list(self._name_parts(found.about))
        text = ", ".join(names)
        if not self.full and len(names) > MAX_SHOWN + 1:
            text = self.messages.text("more_after", text=", ".join(names[:MAX_SHOWN]), n=len(names) - MAX_SHOWN)
        return Item(self.messages.text("todo.cite", text=text, cite=found.cite) if found.cite else text)

    def _name_parts(self, about: tuple[str, ...]) -> Iterator[str]:
        """Yield the names of parts; of several keys or inputs only the first has the award, or the word for inputs."""
        last = None
        for text in about:
            award, key = self._award_keys.get(text, (None, ""))
            if award is None or not self.messages.has_text(f"about.{key}"):
                kind, name = self._find_titled_part(text)
                yield self.messages.quote_text(name) if kind == last == "input" else self._name_part(text)
                last = kind
                continue
            said = self.messages.text(f"about.{key}")
            named = award == last
            # Keys of one award follow one another, and only the first of them names it.
            yield said if named else self.messages.text("about.key", award=self.names.name_award(award), key=said)
            last = award

    @property
    def _award_keys(self) -> Mapping[str, tuple[str, str]]:
        """Each award with each of its keys that the law says something of, by the text that names them."""
        awards = self.names.framework.awards
        return {f"{award.id}.{key}": (award.id, key) for award in awards for key in award.law}

    def _name_part(self, about: str) -> str:
        """Return the name of a part of the definition: a rule around the tree, a node, an award, an outcome."""
        if about in _FRAME:
            return self.messages.text(f"about.{about}")
        if about in self.names.framework.nodes:
            return about
        kind, name = self._find_titled_part(about)
        if kind is not None:
            return self.messages.text(f"about.{kind}", name=name)
        is_award = any(about == award.id for award in self.names.framework.awards)
        return self.names.name_award(about) if is_award else self.names.name_outcome(about)

    def _find_titled_part(self, about: str) -> tuple[str | None, str]:
        """Return the kind and the name of the input, layer or scale that a text names; no kind for anything else."""
        definition = self.names.framework.definition
        value = self.names.framework.outline.fact_names.read_any(about)
        if isinstance(value, ValueName):
            is_input = value.kind is ValueKind.INPUT and value.name in definition.inputs
            return ("input", self.names.name_input(value.name)) if is_input else (None, "")
        kind, _, key = about.partition(":")
        if kind == "layer":
            return kind, self.names.name_layer(key)
        if kind == "scale" and key in definition.scales:
            return kind, definition.scales[key].text_in(self.messages.lang) or key
        return None, ""
