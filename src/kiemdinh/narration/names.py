"""What a definition calls the nodes, levels, awards and inputs that a result shows by their ids."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import labels_of, not_reached_level, steps_of
from kiemdinh.narration.language import Messages, shorten_line
from kiemdinh.standards.catalogue import load_bundled
from kiemdinh.standards.definition import (
    CERTAINTIES,
    Award,
    InputDef,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    Measure,
    StepScale,
    citations_of,
    input_measure,
    scale_measure,
    usual_word,
)
from kiemdinh.standards.names import (
    AwardName,
    FactKind,
    ReferenceName,
    ValueKind,
    ValueName,
    read_award_name,
    split_top,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.standards.definition import Citation, Cited, NodeInfo, ReferenceDef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName, ShownName

__all__ = ["MAX_TITLE", "MAX_TITLE_OF_ROW", "Names"]

MAX_TITLE = 96
"""To how many characters a title is cut where it stands in a list."""

MAX_TITLE_OF_ROW = 400
"""To how many characters a title is cut where it names a row of a table: those that people write stand there whole."""

_CIRCULAR = "/TT-"
"""What the number of a Vietnamese circular (Thông tư) has in it."""


@dataclass(slots=True, eq=False, repr=False)
class Names:
    """The names in one framework, in the language of *messages*; where it has none, the id stands for itself.

    Each name is looked up anew; the cost does not grow with the result.

    Examples
    --------
    >>> from kiemdinh.narration.language import Messages
    >>> from kiemdinh.standards.catalogue import load
    >>> names = Names(load("vn.tt57-2026.gdtx"), Messages("en"))
    >>> names.name_step("1.1", "muc-1")
    'Level 1'
    """

    framework: Framework
    messages: Messages

    def name_node(self, node_id: str, shown: str | None = None, *, most: int = MAX_TITLE) -> str:
        """Return the id of a node and its title, cut to *most* characters.

        *shown* is the id with the stage in front, where it is a stage's own. An id that begins with a digit stands
        before the title, any other behind it.
        """
        info = self.framework.nodes[node_id]
        title, shown = info.node.text_in(self.messages.lang), shown or node_id
        if title is None:
            return shown
        short = shorten_line(title, most)
        return (
            f"{shown} {short}" if node_id[0].isdigit() else self.messages.text("title.id_last", title=short, id=shown)
        )

    def read_id(self, text: str) -> ShownName:
        """Return the name of a fact or value that an id of a result shows, with the stage that it is of."""
        return self.framework.outline.fact_names.read_shown(text)

    def find_node(self, text: str) -> str | None:
        """Return the node whose id a result shows as *text*; None where it shows something else, or a step."""
        node = str(self.read_id(text).name)
        return node if node in self.framework.nodes else None

    def name_shown(self, text: str) -> str:
        """Return the name of what an id of a result shows: a node, a step of one, a stage's own, an outcome."""
        shown = self.read_id(text)
        name = shown.name
        if isinstance(name, ValueName):
            # Of an input given per another, the other is named.
            return (name.denominator if name.kind is ValueKind.PER else name).without_kind
        if name.reference is not None or name.kind is FactKind.KNOWN:
            return self.name_of_others(name)
        if name.side is not None or name.node not in self.framework.nodes:
            return self.name_outcome(name.without_kind)
        title = self.name_node(name.subject, shown.of_node)
        if name.step is None:
            return title
        return self.messages.text("tree.step", node=title, level=self.name_step(name.subject, name.step))

    def name_of_others(self, name: FactName) -> str:
        """Return the name of a fact about a member of a population, or about another framework."""
        reference = name.reference
        if reference is None:
            return self.messages.text("reference.register", kind=self.name_kind(name.subject))
        standard = self.name_reference(reference)
        level = None if name.step is None else self.name_reference_step(reference, name.step)
        if name.is_of_decision:
            award = standard if level is None else f"{standard}, {level}"
            text = self.messages.text(f"tree.held.{name.kind.value}", award=award)
            if name.member is None:
                return text
            return self.messages.text("reference.member_award", member=name.member.shown, text=text)
        if name.member is None:
            said = self.messages.text("rule.others", standard=standard)
            return said if level is None else self.messages.text("reference.step", standard=standard, level=level)
        member = name.member.shown
        if level is None:
            return self.messages.text("reference.member", member=member, standard=standard)
        return self.messages.text("reference.member_step", member=member, standard=standard, level=level)

    def name_step(self, node_id: str, step: str) -> str:
        """Return the name of a step of a node's scale, or of what lies below it."""
        info = self.framework.nodes[node_id]
        return self.name_scale_step(info.scale, step)

    def name_scale_step(self, scale: str | None, step: str) -> str:
        """Return the name of a step of a scale; below the lowest step there is one general name for all scales."""
        below = not_reached_level(self.framework, scale or "")
        if below is not None and below.id == step:
            return self.messages.text("standing.none")
        found = next((ref for ref in steps_of(self.framework, scale or "") if ref.id == step), None)
        return step if found is None else self.messages.name_level(found)

    def name_reached_step(self, node_id: str, number: int) -> str:
        """Return the name of the step numbered *number*, counted from 1; 0 is none."""
        info = self.framework.nodes[node_id]
        return self.name_step(node_id, info.steps[number - 1]) if number else self.messages.text("standing.none")

    def name_outcome(self, outcome_id: str) -> str:
        """Return the name of an outcome."""
        found = next((o for o in self.framework.outcomes if o.id == outcome_id), None)
        return outcome_id if found is None else found.text_in(self.messages.lang) or self.messages.text("standing.main")

    def name_outcome_level(self, outcome_id: str, level: str) -> str:
        """Return the name of a level or label of an outcome, its id where the outcome has no such level."""
        found = next((o for o in self.framework.outcomes if o.id == outcome_id), None)
        if isinstance(found, LadderOutcome):
            refs = steps_of(self.framework, found.ladder)
        else:
            refs = labels_of(found) if isinstance(found, LabelOutcome) else ()
        return next((self.messages.name_level(ref) for ref in refs if ref.id == level), level)

    def name_reference(self, reference: ReferenceName) -> str:
        """Return what an outcome or award of another framework is called: the title of that framework, else its id."""
        found = self.framework.definition.references.get(str(reference))
        return (found.text_in(self.messages.lang) if found else None) or str(reference)

    def name_reference_step(self, reference: ReferenceName, step: str) -> str:
        """Return the name of a step of an outcome or award of another framework, its id where it has no text.

        Below the lowest step, where that has no word, there is one general name.
        """
        found = self.framework.definition.references.get(str(reference))
        word = None if found is None else found.words.get(step)
        if word is None and step == "none":
            return self.messages.text("standing.none")
        return (word.text_in(self.messages.lang) if word else None) or step

    def name_kind(self, kind: str) -> str:
        """Return the word for the members of a population, such as school."""
        return usual_word(kind).text_in(self.messages.lang)

    def name_award(self, award: str, grade: str | None = None) -> str:
        """Return the name of an award, or of the *grade* of it.

        An award of another framework is named as that one names it, where it is bundled.
        """
        found = next((own for own in self.framework.awards if self.is_own_award(award, own)), None)
        elsewhere = self._find_giver(award) if found is None else None
        if grade is None:
            title = (
                elsewhere.name_award(award)
                if elsewhere is not None
                else found.text_in(self.messages.lang)
                if found
                else None
            )
            return title or award
        # An award that this framework's own one continues has the same grades.
        continued = next((a for a in self.framework.awards if found is a or award in a.continues), None)
        scale = continued.ladder if isinstance(continued, LadderAward) else ""
        refs = {ref.id: ref for ref in steps_of(self.framework, scale)}
        if grade in refs:
            return self.messages.name_level(refs[grade])
        return grade if elsewhere is None else elsewhere.name_award(award, grade)

    def name_any_award(self, award: str) -> str:
        """Return the name of an award that a rule reads, of this framework or of another one."""
        reference = ReferenceName.read(award)
        return self.name_award(award) if reference is None else self.name_reference(reference)

    def _find_giver(self, award: str) -> Names | None:
        """Return the names of the bundled framework that gives an award of another framework, if there is one."""
        owner = read_award_name(award).framework
        framework = None if owner is None or owner == self.framework.id else load_bundled(owner)
        return None if framework is None else Names(framework, self.messages)

    def is_own_award(self, award: str, own: Award) -> bool:
        """Whether *award* names the framework's award *own*, with the id of the framework before it or without."""
        return award in (own.id, str(AwardName(self.framework.id, own.id)))

    def name_giver(self, award: str) -> str:
        """Return what an award of another framework is given under: its document, where that is known, else its id."""
        elsewhere = self._find_giver(award)
        return award if elsewhere is None else elsewhere.name_document()

    def name_held_award(self, award: str, grade: str | None) -> str:
        """Return the name of an award of another framework and what it is given under."""
        elsewhere = self._find_giver(award)
        if elsewhere is None:
            return f"{award} ({grade})" if grade else award
        name = elsewhere.name_award(award)
        name = f"{name}, {elsewhere.name_award(award, grade)}" if grade else name
        return self.messages.text("awards.under", grade=name, award=elsewhere.name_document())

    def name_document(self) -> str:
        """Return the document that the framework renders; a circular (Thông tư) is called one."""
        document = self.framework.definition.source.document
        return self.messages.text("awards.circular", document=document) if _CIRCULAR in document else document

    def with_law_text(self, award: Award, key: str, text: str) -> str:
        """Return *text*, about a key of an award, with the words of the law on that key, where they are recorded."""
        law = award.law.get(key)
        said = law.text_in(self.messages.lang) if law is not None else None
        return text if said is None else self.messages.text("awards.said", text=text, said=said)

    def name_stage(self, stage: str | None) -> str:
        """Return the name of a stage: as the definition has it, else the usual one, else its id."""
        declared = self.framework.definition.subject.stages
        found = next((one.text_in(self.messages.lang) for one in declared if one.id == stage), None)
        return self.messages.name_stage(stage) if found is None else found

    def name_family(self, reference: ReferenceDef) -> Iterator[str]:
        """Yield the frameworks of a family by their stage; where a stage has several, with the first day of each."""
        for member in reference.family:
            framework = member.framework
            if member.in_force is not None and len(reference.frameworks_of(member.stage)) > 1:
                since = self.messages.text("time.from", in_force=self.messages.format_date(member.in_force))
                framework = f"{framework} ({since})"
            yield self.messages.text("rule.row", case=self.name_stage(member.stage), value=framework)

    def name_layer(self, layer_id: str) -> str:
        """Return the name of a layer of the tree."""
        found = next((layer for layer in self.framework.definition.layers if layer.id == layer_id), None)
        return (found.text_in(self.messages.lang) if found else None) or layer_id

    def name_input(self, name: str) -> str:
        """Return the name of an input."""
        found = self.framework.inputs.get(name)
        return (found.text_in(self.messages.lang) if found else None) or name

    def name_value(self, value: ValueName) -> str:
        """Return the name of a value: an input, with the year, stage or member it is given for, or a node's own."""
        if value.kind is ValueKind.FURTHER:
            return self.messages.text("reference.register", kind=self.name_kind(split_top(value.name)[0]))
        if value.node in self.framework.nodes:
            return self.messages.text(f"figure.{value.kind.value}", node=self.name_node(value.name))
        title = shorten_line(self.name_input(value.name), MAX_TITLE)
        if not value.at:
            return title
        return self.messages.text("figure.at", what=title, at=", ".join(map(self.name_stage, value.at)))

    def find_input(self, value: ValueName) -> InputDef | None:
        """Return the input whose value it is; None for any other value."""
        return self.framework.inputs.get(value.input or "")

    def find_measure(self, value: ValueName) -> Measure:
        """Return what a value is measured in."""
        scales = self.framework.definition.scales
        found = self.find_input(value)
        if found is not None:
            return input_measure(found, scales.get(found.scale or ""))
        info = self.framework.nodes.get(value.node or "")
        if info is not None and value.kind is ValueKind.POINTS:
            return Measure("number", low=0, high=info.node.points)
        on_scale = value.kind in (ValueKind.RATING, ValueKind.FINDING)
        scale = scales.get(self.find_scale(value) or "") if on_scale else None
        return Measure("number") if scale is None else scale_measure("", scale)

    def find_scale(self, value: ValueName) -> str | None:
        """Return the scale that a value stands on."""
        if value.kind is ValueKind.INPUT:
            found = self.find_input(value)
            return None if found is None else found.scale
        info = self.framework.nodes.get(value.node or "")
        return None if info is None else info.scale

    def name_word(self, found: InputDef | None, scale_id: str | None, word: str) -> str:
        """Return the text of a choice or step in quotation marks; yes and no stand without them.

        *found* is the input whose choices are looked up, *scale_id* the scale of a step.
        """
        if word in ("true", "false"):
            return self.messages.text("yes") if word == "true" else self.messages.text("no")
        scale = self.framework.definition.scales.get(scale_id or "")
        said = list(found.choices or ()) if found is not None else []
        text = next((c.text_in(self.messages.lang) for c in said if c.id == word), None)
        if isinstance(scale, StepScale):
            below = (scale.not_reached,) if scale.not_reached else ()
            text = next((s.text_in(self.messages.lang) for s in (*below, *scale.steps) if s.id == word), None)
        return self.messages.quote_text(text or word)

    def name_parameter_value(self, name: str) -> str:
        """Return the value of a parameter that is set, as a reader expects it: with its unit, its text, a date."""
        found, number = self.framework.inputs[name], self.framework.parameter_number(name) or 0
        measure = input_measure(found, self.framework.definition.scales.get(found.scale or ""))
        if measure.kind == "words":
            return self.name_word(found, found.scale, measure.words[int(number)])
        if measure.kind == "date":
            return self.messages.format_date(dt.date.fromordinal(int(number)))
        return self.messages.format_amount(number, found.unit)

    def cite_law(self, law: Citation) -> str:
        """Return where in the law something stands: the article where it is cited, else the document."""
        source = self.framework.definition.source
        return law.cite or source.part or source.document

    def cite_node(self, node_id: str) -> str:
        """Return where in the law a node stands, and how sure we are of it where that is less than of the definition.

        The rule by which figures decide the node counts too. The head of a page says how sure we are of the rest.

        >>> from kiemdinh.narration.language import Messages
        >>> from kiemdinh.standards.catalogue import load
        >>> names = Names(load("vn.tt18-2018"), Messages("en"))
        >>> names.cite_node("2.1/muc-1/a"), names.cite_node("2.1/muc-2/a")
        ('điểm a khoản 1 Điều 8', 'điểm a khoản 1 Điều 13; inferred')
        """
        info = self.framework.nodes[node_id]
        found = citations_of(info.node.met_if, info.citation)
        least = max(CERTAINTIES.index(law.certainty) for law in (info.citation, *found))
        cite = self.cite_law(info.citation)
        if least <= CERTAINTIES.index(self.framework.definition.certainty):
            return cite
        return self.messages.text("list.cited", cite=cite, certainty=self.name_certainty(CERTAINTIES[least]))

    def name_certainty(self, certainty: str) -> str:
        """Return the word for how sure we are of a rule, as it stands inside a sentence."""
        return self.messages.text(f"footing.{certainty}").lower()

    def with_own_law(self, text: str, part: Cited) -> str:
        """Return a text with the article and the certainty that a part of the definition states itself, if any.

        >>> from kiemdinh.narration.language import Messages
        >>> from kiemdinh.standards.catalogue import load
        >>> framework = load("vn.tt57-2026.gdtx")
        >>> Names(framework, Messages("en")).with_own_law("mandatory", framework.definition.tags["bat-buoc"])
        'mandatory [điểm a khoản 1 Điều 5, confirmed]'
        """
        certainty = None if part.certainty is None else self.name_certainty(part.certainty)
        law = ", ".join(stated for stated in (part.cite, certainty) if stated is not None)
        return self.messages.text("todo.cite", text=text, cite=law) if law else text

    def list_tags(self, info: NodeInfo) -> str:
        """Return the names of a node's tags."""
        return ", ".join(map(self.name_tag, info.tags))

    def name_tag(self, tag: str) -> str:
        """Return the name of a tag."""
        return self.framework.definition.tags[tag].text_in(self.messages.lang) or tag

    def name_source(self) -> str:
        """Return the document and the part of it that the framework renders, and the acts that amended it."""
        source = self.framework.definition.source
        document = ", ".join(part for part in (source.document, source.part) if part)
        acts = ", ".join(dict.fromkeys(change.document for change in self.framework.acts))
        return self.messages.text("source.amended", document=document, acts=acts) if acts else document
