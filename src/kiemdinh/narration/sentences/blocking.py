"""What blocks a target, in words: the tree with its choices, and the entries of the to-do lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, shorten_line
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import MAX_TITLE, Names
from kiemdinh.narration.sentences.evidence import EvidenceSentences
from kiemdinh.narration.sentences.figures import FigureSentences
from kiemdinh.rules import UNKNOWN, UNMET, Truth
from kiemdinh.standards.names import FactKind, FactName, ValueName, read_value_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kiemdinh.data.blockers import Blocker, Figure, ToDo
    from kiemdinh.data.notes import ReferenceResult
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.standards.names import MemberName

__all__ = ["MAX_CHOICE", "MAX_SHOWN", "BlockingSentences", "cut_list"]

MAX_SHOWN = 8
"""How many entries of one list are shown before "and n more". One more is shown too: the note takes a line itself."""

MAX_CHOICE = 15
"""How many members of a choice are listed. Of a longer one none is: a choice that is cut looks like another choice."""
_MAX_TREE = 18
"""Entries of a tree. Where there are more, what is below a node or step is counted and not listed."""
_MAX_ALIKE = 4
"""Members of a group of which the same is said, up to which each has an entry of its own."""
_MAX_CLOSED = 5
"""How many members of a group of a large tree are shown before "and n more"."""
_MAX_HELD = 40
_GROUPS = ("all", "any", "at_least", "case", "stage")
_MISSING = ("missing figure", "context unknown")
_OF_RANGES = ("not assessed", "recorded unknown")
"""Reasons for which an outcome lies between two steps, so that these say more."""


def cut_list(items: Sequence[Item], most: int, messages: Messages) -> tuple[Item, ...]:
    """Return the first *most* items and one that says how many more there are; all where that is only one more."""
    if len(items) <= most + 1:
        return tuple(items)
    return (*items[:most], Item(messages.text("more", n=len(items) - most)))


def _count_items(item: Item) -> int:
    return 1 + sum(map(_count_items, item.parts))


@dataclass(slots=True, eq=False, repr=False)
class BlockingSentences:
    """The blockers and to-dos of one framework as sentences.

    Parameters
    ----------
    names, messages
        What things are called, and the texts of the language.
    whys
        The reasons recorded with findings, by the id of the node as results show it.
    full
        Whether lists and titles are given whole; else they are cut.
    opens
        Whether what is below a node or step is listed; else it is counted.
    references
        What is known under other frameworks, by the outcome and the member: the result's own ``references``.
    """

    names: Names
    messages: Messages
    whys: Mapping[str, str]
    full: bool = False
    opens: bool = True
    references: Mapping[tuple[str, MemberName | None], ReferenceResult] = field(default_factory=dict)

    # -- the tree ----------------------------------------------------------------------------------------

    def list_blockers(self, tree: Blocker) -> tuple[Item, ...]:
        """Return the blocking tree as the entries of a list; a large one without what is below its nodes and steps."""
        item = self.blocker_item(tree)
        if not self.full and _count_items(item) > _MAX_TREE:
            item = replace(self, opens=False).blocker_item(tree)
        return (item,)

    def blocker_item(self, block: Blocker) -> Item:
        """Return one blocker with the blockers below it.

        A group of one is replaced by its member, and of cases only those are shown that can be.
        """
        if block.kind in _GROUPS:
            parts = tuple(part for part in block.parts if block.kind != "case" or part.kind != "impossible")
            if len(parts) == 1 and block.kind != "stage":
                return self.blocker_item(parts[0])
            below = self._members_of(block, parts)
            # A stage with one group "all of these" below it stands directly over the members of that group.
            lone = block.kind == "stage" and len(below) == 1 and block.parts[0].kind == "all"
            return Item(self._describe_group(block, len(parts)), below[0].parts if lone else below)
        if block.parts and not self.opens:
            n = sum(1 for _ in block.leaves())
            return Item(self.messages.text("tree.closed", text=self._describe_leaf(block), n=n))
        return Item(self._describe_leaf(block), self._requirement_items(block))

    def _members_of(self, block: Blocker, parts: Sequence[Blocker]) -> tuple[Item, ...]:
        """Return the members of a group, then what of it holds already; a choice is listed whole or not at all."""
        is_choice = block.kind in ("any", "at_least", "case")
        if is_choice and len(parts) > MAX_CHOICE and not self.full:
            below: tuple[Item, ...] = (Item(self.messages.text("tree.not_listed", n=len(parts))),)
        elif is_choice:
            below = tuple(self._member_items(parts))
        else:
            below = self.cut_items(list(self._member_items(parts)), MAX_SHOWN if self.opens else _MAX_CLOSED)
        return (*below, *self._held_items(block))

    def _member_items(self, parts: Sequence[Blocker]) -> Iterator[Item]:
        """Yield the members of a group; many steps or nodes of which the same is to be said stand in one entry."""
        stands = [None if self.full else self._stands_alike(part) for part in parts]
        many = {text for text, n in Counter(stands).items() if text is not None and n > _MAX_ALIKE}
        told: set[str] = set()
        for part, text in zip(parts, stands, strict=True):
            if text is None or text not in many:
                yield self.blocker_item(part)
            elif text not in told:
                told.add(text)
                ids = ", ".join(self._id_of(one) for one, other in zip(parts, stands, strict=True) if other == text)
                yield Item(text.format(ids=ids))

    def _stands_alike(self, block: Blocker) -> str | None:
        """Return the text about a step or node, to be filled with ids instead of its name; None where it says more."""
        if block.kind not in ("step", "node") or block.parts or block.missing or not block.holds or block.node is None:
            return None
        state = self.evidence.describe_truth(block.truth, block.reasons, block.evidence, block.asked, block.ended)
        if block.truth is UNMET and self._id_of(block) in self.whys:
            return None
        if block.kind == "step" and block.truth is UNKNOWN and not block.reasons:
            state = self.messages.text("state.waits")
        step = "" if block.level is None else self.names.name_step(block.node, block.level)
        ids = self.messages.text("tree.step", node="{ids}", level=step) if step else "{ids}"
        return self.messages.text("tree.state", text=ids, state=state.replace("{", "{{").replace("}", "}}"))

    def _id_of(self, block: Blocker) -> str:
        """Return the id of the node that a blocker is about, as results show it."""
        return self.names.read_id(block.id or "").of_node or block.id or ""

    def _held_items(self, block: Blocker) -> Iterator[Item]:
        """Yield what of a group holds already, so that the number in its line can be recounted."""
        if block.kind not in ("all", "any", "at_least") or not block.have or not block.held:
            return
        unnamed = block.have - len(block.held)
        names = "; ".join(self._list_held(block.held))
        text = self.messages.text("tree.held_others", text=names, n=unnamed) if unnamed > 0 else names
        yield Item(self.messages.text("tree.held_already", n=block.have, names=text))

    def _list_held(self, held: Sequence[str]) -> Iterator[str]:
        """Yield the names of what holds: the ids of nodes by the level that they reach, anything else by its name."""
        shown = held if self.full else held[:_MAX_HELD]
        by_step: dict[str, list[str]] = {}
        for one in shown:
            found = self.names.read_id(one)
            name = found.name
            if not isinstance(name, FactName) or name.node is None:
                yield shorten_line(self._name_top(name), MAX_TITLE)
                continue
            step = "" if name.step is None else self.names.name_step(name.subject, name.step)
            by_step.setdefault(step, []).append(found.of_node or one)
        for step, nodes in by_step.items():
            ids = ", ".join(nodes)
            yield self.messages.text("figure.line", what=self.messages.quote_text(step), stands=ids) if step else ids
        if len(shown) < len(held):
            yield self.messages.text("more", n=len(held) - len(shown))

    def _items_below(self, parts: Sequence[Blocker]) -> tuple[Item, ...]:
        return self.cut_items([self.blocker_item(part) for part in parts], MAX_SHOWN)

    def cut_items(self, items: Sequence[Item], most: int) -> tuple[Item, ...]:
        """Return the first *most* items and one that says how many more there are; all of them where *full* is set."""
        return tuple(items) if self.full else cut_list(items, most, self.messages)

    def _requirement_items(self, block: Blocker) -> tuple[Item, ...]:
        """Return what is below a node or step, without the line that all of it is needed."""
        if len(block.parts) == 1 and block.parts[0].kind == "all":
            return self._items_below(block.parts[0].parts)
        return self._items_below(block.parts)

    def _describe_group(self, block: Blocker, shown: int) -> str:
        missing = block.need - block.have
        if block.kind == "stage":
            return self.messages.text("tree.stage", stage=self.names.name_stage(block.stage))
        if block.kind == "case":
            return self.messages.text("tree.case")
        if missing >= shown:
            key = "tree.all_have" if block.have else "tree.all"
            return self.messages.text(key, n=shown, have=block.have, of=block.of)
        key = "tree.some" if block.have else "tree.some_new"
        return self.messages.text(key, n=missing, m=shown, have=block.have, need=block.need)

    # -- a leaf ------------------------------------------------------------------------------------------

    def _describe_leaf(self, block: Blocker) -> str:
        if block.kind == "impossible" or block.id is None:
            return (
                self.messages.text("tree.impossible")
                if block.figure is None
                else self.figures.describe_figure(block.figure)
            )
        text = self.name_fact(block.id, block.node, block.level, block.figure)
        text = text if block.holds else self.messages.text("tree.ceases", text=text)
        text = self._add_state(text, block)
        is_unmet_node = block.truth is UNMET and block.node is not None
        why = self.whys.get(self.names.read_id(block.id).of_node) if is_unmet_node else None
        return self.messages.text("tree.why", text=text, why=self._shorten_text(why)) if why and block.holds else text

    def _add_state(self, text: str, block: Blocker) -> str:
        """Return *text* with how the blocker stands: unmet, or why it is unknown; a figure states the former itself."""
        if block.figure is not None:
            return self._add_reasons(text, block.figure, block, block.truth)
        if not block.holds and block.truth is UNMET:
            return self.messages.text("tree.state", text=text, state=self.messages.text("state.holds"))
        if block.parts and not block.reasons and block.truth is UNKNOWN:
            return text
        if block.kind == "step" and not block.reasons and block.truth is UNKNOWN:
            return self.messages.text("tree.state", text=text, state=self.messages.text("state.waits"))
        state = self.describe_state(block, block.truth)
        return self.add_missing(self.messages.text("tree.state", text=text, state=state), block.missing)

    def describe_state(self, about: Blocker | ToDo | RepairChange, truth: Truth) -> str:
        """Return the word for a truth and, where it is unknown, why; of a range under another framework its ends."""
        ends = None if truth is not UNKNOWN else self._describe_range(self.names.read_id(about.id or "").name)
        if ends is not None:
            return self.messages.text("state.unknown_because", reasons=ends)
        return self.evidence.describe_truth(truth, about.reasons, about.evidence, about.asked, about.ended)

    def describe_other(self, shown: str) -> str:
        """Return what is known of an outcome under another framework that is open; of anything else that is unknown."""
        name = self.names.read_id(shown).name
        found = self.references.get((str(name.reference), name.member)) if isinstance(name, FactName) else None
        reasons = () if found is None else found.reasons
        why = self.evidence.describe_reasons(reasons, ())
        return self._describe_range(name) or why or self.messages.text("state.unknown")

    def _describe_range(self, name: FactName | ValueName) -> str | None:
        """Return the steps between which an outcome under another framework lies; None where nothing narrows it."""
        if not isinstance(name, FactName) or name.reference is None:
            return None
        found = self.references.get((str(name.reference), name.member))
        if found is None or found.determined or (found.guaranteed is None and self._is_highest(found)):
            return None
        ends = [
            self.messages.text("standing.none") if end is None else self.messages.name_level(end)
            for end in (found.guaranteed, found.attainable)
        ]
        text = self.messages.text("references.range", low=ends[0], high=ends[1])
        told = [one for one in found.reasons if one not in _OF_RANGES]
        return f"{text}, {self.evidence.describe_reasons(told, ())}" if told else text

    def _is_highest(self, found: ReferenceResult) -> bool:
        reference = self.names.framework.definition.references.get(found.of)
        return reference is None or found.attainable is None or found.attainable.id == reference.steps[-1]

    def add_missing(self, text: str, missing: Sequence[str]) -> str:
        """Return *text* with the figures that are missing, those of one input together with their school years."""
        places: dict[str, list[str]] = {}
        for value in map(read_value_name, missing):
            places.setdefault(value.name, []).append(", ".join(map(self.names.name_stage, value.at)))
        if not places:
            return text
        listed = [
            self.messages.text("missing.at", what=self._name_input(name), at=", ".join(at))
            if any(at)
            else self._name_input(name)
            for name, at in places.items()
        ]
        return self.messages.text("tree.missing", text=text, figures="; ".join(listed))

    def _name_input(self, name: str) -> str:
        return self._shorten_text(self.names.name_input(name))

    def _add_reasons(self, text: str, figure: Figure, about: Blocker | ToDo, truth: Truth) -> str:
        said = _MISSING if self.figures.is_unknown(figure) else ()
        reasons = [one for one in about.reasons if one not in said] if truth is UNKNOWN else []
        why = self.evidence.describe_reasons(reasons, (), about.ended)
        said_why = self.messages.text("tree.why", text=text, why=why) if why else text
        # Nothing beside the figure tells which parameter it waits for.
        parameters = self.names.framework.parameters
        return self.add_missing(said_why, [one for one in about.missing if read_value_name(one).name in parameters])

    @property
    def evidence(self) -> EvidenceSentences:
        """Sentences about evidence in the same language."""
        return EvidenceSentences(self.messages, self.full)

    @property
    def figures(self) -> FigureSentences:
        """Sentences about figures in the same language."""
        return FigureSentences(self.names, self.messages)

    def name_fact(self, fact_id: str, node: str | None, level: str | None, figure: Figure | None) -> str:
        """Return the name of the fact that a result shows as *fact_id*, with its figure where it has one.

        *node* is the node that it is about and *level* the step, as the blocker has them.
        """
        shown = self.names.read_id(fact_id)
        if isinstance(shown.name, FactName) and shown.name.kind is FactKind.APPLIES and node is not None:
            return self.messages.text("tree.applies", node=self._name_node(node, None))
        if node is not None and level is not None:
            title = self._name_node(node, shown.of_node)
            return self.messages.text("tree.step", node=title, level=self.names.name_step(node, level))
        if node is not None:
            title = self._name_node(node, fact_id)
            return (
                title
                if figure is None
                else self.messages.text("tree.state", text=title, state=self.figures.describe_state(figure))
            )
        if figure is not None:
            return self.figures.describe_figure(figure)
        return self._name_top(shown.name)

    def _name_top(self, name: FactName | ValueName) -> str:
        """Return the name of a fact about an outcome or an award, with the side by whose findings it is read."""
        if isinstance(name, ValueName):
            return self.names.name_value(name)
        if name.reference is not None or name.kind is FactKind.KNOWN:
            return self.names.name_of_others(name)
        if name.is_of_decision:
            return self.messages.text(f"tree.held.{name.kind.value}", award=self._name_award(name))
        if name.kind is FactKind.AWARD:
            return self._name_award(name)
        level = self.names.name_outcome_level(name.subject, name.step or "")
        text = self.messages.text("tree.outcome", outcome=self.names.name_outcome(name.subject), level=level)
        return self.messages.text(f"tree.by.{name.side}", text=text) if name.side else text

    def _name_award(self, name: FactName) -> str:
        # How long it has to be held stands behind the award, or behind its grade where it has one.
        lasting = f" for {name.held_for}" if name.held_for else ""
        award = name.subject if name.step else f"{name.subject}{lasting}"
        title, giver = self.names.name_award(award), self.names.name_giver(award)
        if giver != award:
            title = self.messages.text("awards.under", grade=title, award=giver)
        return f"{title}, {self.names.name_award(award, f'{name.step}{lasting}')}" if name.step else title

    def _name_node(self, node: str, shown: str | None) -> str:
        return self.names.name_node(node, shown, most=10_000 if self.full else MAX_TITLE)

    def _shorten_text(self, text: str) -> str:
        return text if self.full else shorten_line(text, MAX_TITLE)

    # -- the lists ---------------------------------------------------------------------------------------

    def describe_to_do(self, todo: ToDo, truth: Truth) -> str:
        """Return one entry of a to-do list, *truth* being what the list says of it."""
        text = self.name_fact(todo.id, todo.node, todo.level, todo.figure)
        # What holds and has to cease stands in a list of its own; what is unknown stands beside what has to hold.
        if truth is UNKNOWN and not todo.holds and todo.figure is None:
            text = self.messages.text("tree.ceases", text=text)
        if todo.figure is not None:
            text = self._add_reasons(text, todo.figure, todo, truth)
        elif truth is UNKNOWN and todo.reasons:
            state = self.describe_state(todo, truth)
            text = self.messages.text("tree.state", text=text, state=state)
            text = self.add_missing(text, todo.missing)
        if todo.until is not None:
            text = self.messages.text("todo.until", text=text, date=self.messages.format_date(todo.until))
        return self.messages.text("todo.choice", text=text) if todo.choice else text
