"""The list of everything that a definition says, for a person who compares it with the text of the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from kiemdinh.narration.language import Messages, begin_large, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.acts import act_sections
from kiemdinh.narration.pages.confirmed import confirmation_items
from kiemdinh.narration.pages.definition_keys import KeyItems
from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition import Citation, LadderAward, LadderOutcome, StepScale

if TYPE_CHECKING:
    from kiemdinh.standards.definition import (
        Award,
        Confirmation,
        InputDef,
        Localised,
        NodeInfo,
        Outcome,
        ParameterDef,
        Scale,
    )
    from kiemdinh.standards.loading import Framework

__all__ = ["DefinitionItems", "framework_list"]

_BOX: Final = "☐"
"""What a person ticks where an entry says what the law says."""

_SHOWN_WHERE_DECLARED: Final = frozenset({"parameters", "references"})
"""Few definitions have these, so the others do not name them."""


def framework_list(framework: Framework, lang: str | None = None) -> Page:
    """Return everything that a definition says as one list to print: each id with a box, its text, article and rule.

    Rules are spelled out also where their author gave them a text, so that a change of a rule always shows. The cost
    grows with the size of the definition.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    messages = speak_of(framework, lang)
    names = Names(framework, messages)
    lists = DefinitionItems.of(framework, names, messages)
    title = messages.text("list.title", title=framework.title(messages.lang))
    return Page(title, (*lists.head_lines(), *(section for section in lists.sections() if section.blocks)))


@dataclass(frozen=True, slots=True)
class DefinitionItems:
    """What one framework says, as items of a list, each with a box to tick."""

    framework: Framework
    names: Names
    messages: Messages
    keys: KeyItems

    @classmethod
    def of(cls, framework: Framework, names: Names, messages: Messages) -> Self:
        """Return the items of a framework."""
        return cls(framework, names, messages, KeyItems(framework, names, messages))

    def head_lines(self) -> Iterator[PageBlock]:
        """Yield what the definition is, and how many of everything it has."""
        messages, definition = self.messages, self.framework.definition
        yield Line(messages.text("list.use"))
        yield Line(messages.text("list.id", id=self.framework.id))
        yield Line(messages.text("show.source", source=self.names.name_source()))
        yield from self.keys.items_of(definition.source, skip=("document", "part"))
        yield Line(messages.text("list.digest", digest=self.framework.digest))
        yield from (Item(text) for text in self._counts())
        yield Item(self._with_law(messages.text("list.law_of_all"), self._law_of_all))

    def sections(self) -> Iterator[Section]:
        """Yield the sections in the order in which a reader meets what they define."""
        definition, messages = self.framework.definition, self.messages
        yield Section(messages.text("list.assessed"), tuple(self._assessed_items()))
        declared: tuple[tuple[str, Mapping[str, Any]], ...] = (
            ("scales", definition.scales), ("tags", definition.tags),
            ("inputs", self._recorded_inputs), ("parameters", definition.parameters),
            ("layers", {layer.id: layer for layer in definition.layers}),
            ("sets", definition.sets), ("references", definition.references), ("define", definition.define),
        )  # fmt: skip
        for key, parts in declared:
            items = tuple(self.declared_item(key, name, part) for name, part in parts.items())
            if items or key not in _SHOWN_WHERE_DECLARED:
                yield Section(messages.text(f"list.{key}"), items)
        if definition.shows:
            yield Section(messages.text("list.shows"), tuple(map(Item, definition.shows)))
        roots = (info for info in self.framework.nodes.values() if info.parent is None)
        yield Section(messages.text("list.tree"), tuple(map(self.node_item, roots)))
        yield Section(messages.text("list.outcomes"), tuple(map(self.outcome_item, self.framework.outcomes)))
        yield Section(messages.text("list.awards"), tuple(map(self.award_item, self.framework.awards)))
        confirmed = map(self._confirmation_item, definition.confirmations)
        yield Section(messages.text("list.confirmations"), tuple(confirmed))
        yield from act_sections(self.framework, self.names, messages)

    # -- law and counts ----------------------------------------------------------------------------------

    @property
    def _law_of_all(self) -> Citation:
        definition = self.framework.definition
        return Citation(definition.cite, definition.certainty)

    def _with_law(self, text: str, law: Citation) -> str:
        certainty = self.names.name_certainty(law.certainty)
        return self.messages.text("list.with_law", text=text, cite=self.names.cite_law(law), certainty=certainty)

    def _counts(self) -> Iterator[str]:
        """Yield how many nodes each layer and each tag has, and how many requirements, indicators and inputs."""
        nodes = self.framework.nodes.values()
        layers = Counter(info.layer.id for info in nodes if info.layer is not None)
        tags = Counter(tag for info in nodes for tag in info.tags)
        counts = {
            **{self.names.name_layer(layer): n for layer, n in layers.items()},
            **{begin_large(self._title_of(self.framework.definition.tags[tag], tag)): n for tag, n in tags.items()},
            self.messages.text("list.requirements"): sum(info.is_requirement for info in nodes),
            self.messages.text("list.indicators"): sum(len(info.node.indicators) for info in nodes),
            self.messages.text("list.inputs"): len(self._recorded_inputs),
        }
        for what, n in counts.items():
            yield self.messages.text("list.count", what=what, n=n)

    def _title_of(self, part: Localised, otherwise: str) -> str:
        return part.text_in(self.messages.lang) or otherwise

    # -- declarations ------------------------------------------------------------------------------------

    def _assessed_items(self) -> Iterator[Item]:
        """Yield what is assessed, how the stages of a school count, the school year, evidence, roles of figures.

        These are the keys of a definition that hold one part each; a new one is shown without a change here.
        """
        definition = self.framework.definition
        for key in type(definition).model_fields:
            part = getattr(definition, key)
            if not isinstance(part, Model) or key == "source":
                continue
            yield self.single_item(key, part)

    def single_item(self, key: str, part: Any) -> Item:
        """Return a part of which there is one, such as ``evidence``, with what its keys say."""
        about = f"about.{key}"
        title = self.messages.text(about) if self.messages.has_text(about) else key
        return self._confirmed(key, self._entry(begin_large(title), part, self._law_of_all.with_own(part)))

    def _confirmation_item(self, one: Confirmation) -> Item:
        """Return a confirmation with all that it says, and whether it has lapsed."""
        stands = one in self.framework.confirmations
        at = one.at if stands else self.messages.text("confirmed.lapsed", at=one.at)
        return Item(at, tuple(self.keys.items_of(one, skip=("at",))))

    def _confirmed(self, at: str, item: Item) -> Item:
        """Return the item of a part with the findings of persons who compared it with the law."""
        return Item(item.text, (*confirmation_items(self.framework, at, self.messages), *item.parts))

    def declared_item(self, key: str, name: str, part: Any) -> Item:
        """Return an entry of a part such as ``inputs`` or ``scales`` with what its keys say."""
        return self._confirmed(f"{key}/{name}", self._declared_item(key, name, part))

    def _declared_item(self, key: str, name: str, part: Any) -> Item:
        law = self._law_of_all.with_own(part)
        text = part.text_in(self.messages.lang) if key != "define" and hasattr(part, "text_in") else None
        titled = name if text is None else self.messages.text("list.named", id=name, text=text)
        if key == "scales":
            return Item(self._box(titled, law), tuple(self._scale_items(part)))
        if key == "define":
            return Item(self._box(titled, law), (self.keys.rule_item(part),))
        if key == "parameters":
            said = self.keys.items_of(part, skip=("default",))
            return Item(self._box(titled, law), (*said, self._value_item(name, part)))
        if key == "sets":
            rule = Item(self.keys.rules.describe_set(part))
            rest = self.keys.items_of(
                part, skip=("among", "tagged", "untagged", "ids", "except", "last", "running", "where")
            )
            return Item(self._box(titled, law), (rule, *rest))
        return self._entry(titled, part, law, layer=name if key == "layers" else None)

    @property
    def _recorded_inputs(self) -> Mapping[str, InputDef]:
        """The inputs that a dossier records; parameters are listed by themselves."""
        parameters = self.framework.parameters
        return {name: found for name, found in self.framework.inputs.items() if name not in parameters}

    def _value_item(self, name: str, parameter: ParameterDef) -> Item:
        """Return the value of a parameter with the law that sets it, or that it is not set."""
        value = parameter.default
        if value is None:
            return Item(self.messages.text("list.not_set"))
        text = self.names.name_parameter_value(name)
        return Item(self.names.with_own_law(self.messages.text("list.value", value=text), value))

    def _scale_items(self, scale: Scale) -> Iterator[Item]:
        if not isinstance(scale, StepScale):
            yield from self.keys.items_of(scale)
            return
        for step in (*((scale.not_reached,) if scale.not_reached else ()), *scale.steps):
            key = "list.not_reached" if step is scale.not_reached else "list.step"
            text = self.messages.text("list.named", id=step.id, text=self._title_of(step, step.id))
            yield Item(self.names.with_own_law(self.messages.text(key, text=text), step))

    def _entry(self, title: str, part: Any, law: Citation, layer: str | None = None) -> Item:
        keys = self.keys if layer is None else self.keys.inside_layer(layer)
        return Item(self._box(title, law), tuple(keys.items_of(part, skip=("id",))))

    def _box(self, text: str, law: Citation) -> str:
        return f"{_BOX} {self._with_law(text, law)}"

    # -- tree --------------------------------------------------------------------------------------------

    def node_item(self, info: NodeInfo) -> Item:
        """Return a node with what its keys say, its parts, and its requirements by level."""
        node = info.node
        title = self._title_of(node, "")
        text = f"{info.id} {title}".rstrip()
        own = self.keys.items_of(node, skip=("id", "parts", "levels"))
        parts = (self.node_item(self.framework.nodes[part]) for part in info.parts)
        levels = self._level_items(info)
        return self._confirmed(info.id, Item(self._box(text, info.citation), (*own, *parts, *levels)))

    def _level_items(self, info: NodeInfo) -> Iterator[Item]:
        """Yield the levels of a node with their requirements; a level without any is named, too (2.3)."""
        below: str | None = None
        for step in info.steps if info.levels else ():
            title = self.names.name_step(info.id, step)
            name = self.messages.text("list.named", id=step, text=title)
            if step not in info.levels:
                yield Item(self.messages.text("list.no_text", text=name))
                continue
            text = name if below is None else self.messages.text("list.and_below", text=name, below=below)
            yield Item(text, tuple(self.node_item(self.framework.nodes[one]) for one in info.levels[step]))
            below = title

    # -- outcomes and awards -----------------------------------------------------------------------------

    def outcome_item(self, outcome: Outcome) -> Item:
        """Return an outcome with its rules."""
        law = self._law_of_all.with_own(outcome)
        title = self.messages.text("list.named", id=outcome.id, text=self.names.name_outcome(outcome.id))
        if isinstance(outcome, LadderOutcome):
            rules = tuple(self._step_items(outcome.needs, outcome.ladder))
            rest = self.keys.items_of(outcome, skip=("id", "needs"))
        else:
            rules = tuple(self._case_items(outcome))
            rest = self.keys.items_of(outcome, skip=("id", "cases", "otherwise"))
        return self._confirmed(f"outcomes/{outcome.id}", Item(self._box(title, law), (*rules, *rest)))

    def _case_items(self, outcome: Any) -> Iterator[Item]:
        for case in outcome.cases:
            name = self.messages.text("list.named", id=case.id, text=self._title_of(case, case.id))
            yield Item(self.names.with_own_law(name, case), (self.keys.rule_item(case.if_),))
        last = outcome.otherwise
        name = self.messages.text("list.named", id=last.id, text=self._title_of(last, last.id))
        yield Item(self.names.with_own_law(self.messages.text("show.otherwise", label=name), last))

    def _step_items(self, needs: Mapping[str, Any], scale: str) -> Iterator[Item]:
        """Yield each step of a ladder with what it needs; a higher step needs what the lower ones do besides (2.1)."""
        below: str | None = None
        for step in self.framework.definition.steps_of(scale):
            if step not in needs:
                continue
            title = self.names.name_scale_step(scale, step)
            name = self.messages.text("list.named", id=step, text=title)
            text = name if below is None else self.messages.text("list.and_below", text=name, below=below)
            yield Item(text, (self.keys.rule_item(needs[step]),))
            below = title

    def award_item(self, award: Award) -> Item:
        """Return an award with its rules and the law of its terms."""
        law = self._law_of_all.with_own(award)
        title = self.messages.text("list.named", id=award.id, text=self._title_of(award, award.id))
        if isinstance(award, LadderAward):
            rules: Iterable[Item] = self._step_items(award.needs, award.ladder)
        else:
            rules = (Item(self.messages.text("about.needs"), (self.keys.rule_item(award.needs),)),)
        rest = self.keys.items_of(award, skip=("id", "needs", "law"), laws=award.law)
        return self._confirmed(f"awards/{award.id}", Item(self._box(title, law), (*rules, *rest)))
