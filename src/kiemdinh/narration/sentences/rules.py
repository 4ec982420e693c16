"""The rules of a definition as sentences, made from the conditions as their author wrote them.

Where the author gave a condition, quantity or set a text, that text stands; else one is put together from its parts.
A list for checking a definition has both, the rule behind each text and the law of each part: see ``spelled``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.parsing.cells import find_number, read_share
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import Cited, Localised, read_duration
from kiemdinh.standards.names import ReferenceName

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef, SetDef

__all__ = ["RuleSentences"]

_AGGREGATES: tuple[tuple[type, str], ...] = (
    (surface.SumQuantity, "sum"),
    (surface.MeanQuantity, "mean"),
    (surface.LowestQuantity, "lowest"),
    (surface.HighestQuantity, "highest"),
)
_PLURALS = {"criterion": "criteria", "y": "ies", "s": "s"}
"""Endings of English nouns whose plural is not the noun with an s, each with the ending of the plural."""
Worded = Callable[[str], str | None]
"""A function that names a literal that is a word (a choice, a step, yes or no), and returns None for a number."""


@dataclass(slots=True, eq=False, repr=False)
class RuleSentences:
    """The conditions of one definition as sentences; *layer* is that of the member at hand, inside a set.

    *listed* is a table whose rows are listed below the line, which then only names the inputs that choose a row. With
    *spelled* the author's text is added to the rule and does not replace it, defined names stay names and are not put
    in words, and the law that a part states follows it. The cost of a sentence grows with the condition, where a
    defined name counts each time that it is used.

    Examples
    --------
    >>> from kiemdinh.narration.language import Messages
    >>> from kiemdinh.narration.names import Names
    >>> from kiemdinh.standards.catalogue import load
    >>> framework, messages = load("vn.tt57-2026.gdtx"), Messages("en")
    >>> rules = RuleSentences(Names(framework, messages), messages)
    >>> rules.describe_rule(framework.outcomes[0].needs["muc-1"].all_[0])
    'Every criterion tagged “mandatory”: level “Level 1” or higher'
    """

    names: Names
    messages: Messages
    layer: str | None = None
    listed: surface.Table | None = None
    spelled: bool = False

    # -- conditions --------------------------------------------------------------------------------------

    def rule_item(self, cond: Any) -> Item:
        """Return a condition as an entry of a list, with its parts and the cases of its table below it."""
        cond = self._resolve_definition(cond)
        if isinstance(cond, surface.AllOf | surface.AnyOf | surface.NotOf) and self._own_text(cond) is None:
            key, parts = _joined_conditions(cond)
            if len(parts) == 1 and key != "not" and not self.spelled:
                return self.rule_item(parts[0])
            text = self._spell_out(cond, self.messages.text(f"rule.{key}"))
            return Item(text, tuple(self.rule_item(part) for part in parts))
        return self.item_with_cases(cond)

    def item_with_cases(self, cond: Any) -> Item:
        """Return a condition on one line and, where a table is its threshold, a line below it for each case."""
        table, rows = self.case_rows(cond)
        return Item(replace(self, listed=table).describe_rule(cond), tuple(map(Item, rows)))

    def case_rows(self, cond: Any) -> tuple[surface.Table | None, tuple[str, ...]]:
        """Return the table that is the one threshold of a condition, and its rows as texts; None and no rows else."""
        cond = self._resolve_definition(cond)
        if self._own_text(cond) is not None:
            return None, ()
        if isinstance(cond, surface.Every):
            return self._inside_set(cond.every).case_rows(cond.that)
        table = _threshold_table(cond)
        if table is None:
            return None, ()
        return table, tuple(self._table_rows(table, *self._word_reader(cond), key="rule.case"))

    def describe_rule(self, cond: Any) -> str:
        """Return a condition on one line: the text of its author, or the rule put in words."""
        cond = self._resolve_definition(cond)
        text = self._own_text(cond)
        return self._spell_out(cond, self._describe_parts(cond)) if text is None else text

    def _describe_parts(self, cond: Any) -> str:
        if isinstance(cond, str):
            return self.messages.text(f"rule.{cond}") if cond in ("met", "unmet") else self._name_defined(cond)
        if isinstance(cond, surface.NotOf):
            return self.messages.text("rule.not_inline", a=self._describe_inner(cond.not_))
        if isinstance(cond, surface.AllOf | surface.AnyOf):
            key, parts = _joined_conditions(cond)
            return self._chain_texts(
                "rule.and" if key == "all" else "rule.or", [self._describe_inner(part) for part in parts]
            )
        if isinstance(cond, surface.Every):
            inside = self._inside_set(cond.every)
            return self._describe_every(cond.every, inside.describe_rule(cond.that))
        return self._describe_comparison(cond)

    def _describe_every(self, name: str, that: str) -> str:
        """Return that the condition *that* holds of every member of a set.

        A text of years, such as "the last two years", already tells how many there are: it gets a message of its own.
        """
        years = self._named_years(name)
        if years is None:
            return self.messages.text("rule.every", set=self.name_set(name), that=that)
        if years.last == 1:
            return self.messages.text("rule.one_year", set=self.name_set(name), that=that)
        return self.messages.text("rule.every_year", set=self.name_set(name), that=that)

    def _named_years(self, name: str) -> SetDef | None:
        """Return a set of years that has a text of its own; None for any other set."""
        found = self.names.framework.definition.sets.get(name)
        named = found is not None and found.among == "year" and found.text_in(self.messages.lang) is not None
        return found if named else None

    def _resolve_definition(self, cond: Any) -> Any:
        """Return what a defined name stands for; where rules are spelled out, the name itself."""
        if self.spelled:
            return cond
        define = self.names.framework.definition.define
        while isinstance(cond, str) and cond in define:
            cond = define[cond]
        return cond

    def _own_text(self, cond: Any) -> str | None:
        """Return the text that stands for a condition or quantity: that of its author, unless rules are spelled out."""
        return cond.text_in(self.messages.lang) if isinstance(cond, Localised) and not self.spelled else None

    def _spell_out(self, part: Any, rule: str) -> str:
        """Return a rule with its author's text and the law that it states itself, where rules are spelled out."""
        if not self.spelled or not isinstance(part, Cited):
            return rule
        text = part.text_in(self.messages.lang) if isinstance(part, Localised) else None
        said = rule if text is None else self.messages.text("rule.spelled", text=text, rule=rule)
        return self.names.with_own_law(said, part)

    def _name_defined(self, name: str) -> str:
        """Return a defined name with the text of what it stands for; any other word as it is."""
        found = self.names.framework.definition.define.get(name)
        text = found.text_in(self.messages.lang) if isinstance(found, Localised) else None
        return name if text is None else self.messages.text("list.named", id=name, text=text)

    def _describe_inner(self, cond: Any) -> str:
        cond = self._resolve_definition(cond)
        joins = isinstance(cond, surface.AllOf | surface.AnyOf | surface.Every) and self._own_text(cond) is None
        return self.messages.text("rule.group", a=self.describe_rule(cond)) if joins else self.describe_rule(cond)

    def _chain_texts(self, key: str, texts: list[str]) -> str:
        result = texts[0]
        for text in texts[1:]:
            result = self.messages.text(key, a=result, b=text)
        return result

    def _describe_comparison(self, cond: Any) -> str:
        worded, unit = self._word_reader(cond)
        what = self._describe_operand(cond)
        parts = [self._describe_comparator(cond, key, to, worded, unit) for key, to in cond.list_comparisons()]
        to = self._chain_texts("rule.and", parts)
        if isinstance(cond, surface.ItsQuantity):
            return to if cond.its == "verdict" else self.messages.text("rule.member", what=what, to=to)
        return self.messages.text("rule.compared", what=what, to=to)

    def _describe_comparator(self, cond: Any, key: str, to: Any, worded: Worded, unit: str | None) -> str:
        length = read_duration(to) if isinstance(to, str) and self._is_date(cond) else None
        if length is not None:
            return self.messages.text(f"rule.op.ago_{key}", x=self.messages.format_duration(length))
        if key == "is" and isinstance(cond, surface.ItsQuantity) and cond.its != "verdict":
            return self.messages.text("rule.op.member_is", x=self.describe_comparand(to, worded, unit))
        words = isinstance(to, str) and worded(to) is not None
        op = f"words_{key}" if words and key in ("at_least", "at_most") else key
        return self.messages.text(f"rule.op.{op}", x=self.describe_comparand(to, worded, unit))

    def _is_date(self, cond: Any) -> bool:
        found = self.names.framework.inputs.get(cond.value) if isinstance(cond, surface.ValueQuantity) else None
        return found is not None and found.type == "date"

    # -- what is compared --------------------------------------------------------------------------------

    def _describe_operand(self, cond: Any) -> str:
        if isinstance(cond, surface.OutcomeCompared):
            reference = ReferenceName.read(cond.outcome)
            if reference is not None:
                return self.messages.text("rule.others", standard=self.names.name_reference(reference))
            text = self.names.name_outcome(cond.outcome)
            return self.messages.text(f"tree.by.{cond.side}", text=text) if cond.side else text
        if isinstance(cond, surface.AwardCompared):
            awards = self.messages.join_alternatives(map(self.names.name_any_award, cond.list_awards()))
            text = self.messages.text("rule.award", award=awards)
            length = read_duration(cond.for_) if cond.for_ else None
            lasting = None if length is None else self.messages.format_duration(length)
            return text if lasting is None else self.messages.text("rule.award_for", award=text, duration=lasting)
        return self.describe_quantity(cond)

    def describe_quantity(self, q: Any) -> str:
        """Return a quantity in words, its own text if it has one."""
        text = self._own_text(q)
        if text is not None:
            return text
        # The law and text of a comparison stand behind the whole of it.
        said = self._describe_measured(q)
        return said if isinstance(q, surface.Compared) else self._spell_out(q, said)

    def _describe_measured(self, q: Any) -> str:
        match q:
            case surface.ValueQuantity():
                return self._describe_value(q)
            case surface.ItsQuantity():
                return self.messages.text(f"rule.its.{q.its}")
            case surface.ChangeQuantity():
                return self.messages.text("rule.change", value=self.names.name_input(q.change))
            case surface.CountQuantity():
                if q.that is None:
                    return self.messages.text("rule.count_all", set=self.name_members(q.count))
                return self.messages.text(
                    "rule.count", set=self.name_members(q.count), that=self._inside_set(q.count).describe_rule(q.that)
                )
            case surface.ShareQuantity():
                that = self._inside_set(q.share).describe_rule(q.that)
                share = self.messages.text("rule.share", set=self.name_members(q.share), that=that)
                return self._add_weight(share, q.share, q.weight)
            case _:
                return self._describe_aggregate(q)

    def _describe_value(self, q: surface.ValueQuantity) -> str:
        defined = self.names.framework.definition.define.get(q.value)
        if defined is not None:
            return self._name_defined(q.value) if self.spelled else self.describe_quantity(defined)
        value = self.names.name_input(q.value)
        return value if q.per is None else self.messages.text("rule.per", value=value, per=self.names.name_input(q.per))

    def _describe_aggregate(self, q: Any) -> str:
        key = next(key for kind, key in _AGGREGATES if isinstance(q, kind))
        name = getattr(q, "sum_" if key == "sum" else key)
        inside = self._inside_set(name)
        members = self.name_members(name)
        members = members if self._named_years(name) else self.messages.text("rule.members", set=members)
        text = self.messages.text(f"rule.{key}", of=inside.describe_quantity(q.of), set=members)
        text = self._add_weight(text, name, getattr(q, "weight", None))
        if q.round is not None:
            half = self.messages.text(f"rule.half.{q.round.half}")
            text = self.messages.text("rule.rounded", quantity=text, digits=q.round.digits, half=half)
        return text

    def _add_weight(self, quantity: str, name: str, weight: Any) -> str:
        """Return a quantity in words, with what its members are weighted by, where they are weighted."""
        if weight is None:
            return quantity
        said = self._inside_set(name).describe_quantity(weight)
        return self.messages.text("rule.weighted", quantity=quantity, weight=said)

    # -- what it is compared with ------------------------------------------------------------------------

    def _word_reader(self, cond: Any) -> tuple[Worded, str | None]:
        """Return the function that names the words beside an operand, and the unit of its numbers."""
        if isinstance(cond, surface.OutcomeCompared):
            return lambda word: self.messages.quote_text(self._name_level(cond.outcome, word)), None
        if isinstance(cond, surface.AwardCompared):
            return lambda word: self._award_word(cond.list_awards()[0], word), None
        q = self._innermost_quantity(cond)
        if isinstance(q, surface.ValueQuantity) and q.value in self.names.framework.inputs and q.per is None:
            found = self.names.framework.inputs[q.value]
            named = found.type in ("yes_no", "decision", "choice", "scale")
            unit = None if found.unit == "percent" else found.unit
            return self._named_word(found, found.scale) if named else _no_word, unit
        if isinstance(q, surface.ItsQuantity):
            return self._its_word(q), None
        return _no_word, None

    def _named_word(self, found: InputDef, scale: str | None) -> Worded:
        return lambda word: None if _is_number(word) else self.names.name_word(found, scale, word)

    def _innermost_quantity(self, q: Any) -> Any:
        """Return the quantity inside a mean, lowest, highest, change or defined name: it has the same measure."""
        if isinstance(q, surface.MeanQuantity | surface.LowestQuantity | surface.HighestQuantity):
            return self._innermost_quantity(q.of)
        if isinstance(q, surface.ChangeQuantity):
            return surface.ValueQuantity(value=q.change)
        if isinstance(q, surface.ValueQuantity) and q.value in self.names.framework.definition.define:
            return self._innermost_quantity(self.names.framework.definition.define[q.value])
        return q

    def _its_word(self, q: surface.ItsQuantity) -> Worded:
        if q.its == "verdict":
            return lambda word: self.messages.text(f"rule.{word}") if word in ("met", "unmet") else word
        layers = [layer for layer in self.names.framework.definition.layers if layer.id == self.layer]
        scale = layers[0].scale if layers else None
        return lambda word: (
            None if _is_number(word) else self.messages.quote_text(self.names.name_scale_step(scale, word))
        )

    def _award_word(self, award: str, word: str) -> str:
        if word in ("held", "revoked", "never"):
            return self.messages.text(f"rule.{word}")
        reference = ReferenceName.read(award)
        if reference is not None:
            return self.messages.quote_text(self.names.name_reference_step(reference, word))
        return self.messages.quote_text(self.names.name_award(award, word))

    def _name_level(self, outcome: str, word: str) -> str:
        reference = ReferenceName.read(outcome)
        if reference is not None:
            return self.names.name_reference_step(reference, word)
        return self.names.name_outcome_level(outcome, word)

    def describe_comparand(self, to: Any, worded: Worded, unit: str | None) -> str:
        """Return what follows a comparator: a number, a word, alternatives, a table or a quantity.

        *worded* returns the name of a word, and *unit* is that of numbers.
        """
        if isinstance(to, tuple):
            return self.messages.join_alternatives(self.describe_comparand(one, worded, unit) for one in to)
        if isinstance(to, str):
            return worded(to) or self._format_literal(to, unit)
        if isinstance(to, surface.ValueTable | surface.StepTable):
            if to is self.listed:
                by = ", ".join(map(self.names.name_input, _deciding_inputs(to)))
                return self._spell_out(to, self.messages.text("rule.listed", by=by))
            rows = "; ".join(self._table_rows(to, worded, unit))
            return self._spell_out(to, self.messages.text("rule.table", by=self.names.name_input(to.by), rows=rows))
        return self.describe_quantity(to)

    def _format_literal(self, text: str, unit: str | None) -> str:
        share = read_share(text)
        if share is not None:
            return f"{self.messages.format_number(share)}%"
        length = read_duration(text)
        if length is not None:
            return self.messages.format_duration(length)
        number = find_number(text)
        if number is None:
            return text
        # A fraction is said as the law writes it: 2/3, not 0.67.
        return self.messages.with_unit(text, unit) if "/" in text else self.messages.format_amount(number, unit)

    def _table_rows(
        self, table: surface.Table, worded: Worded, unit: str | None, *, key: str = "rule.row"
    ) -> Iterator[str]:
        """Yield the rows of a table; below the line of a case, an inner table is written as its rows, joined."""
        for case, value in self._table_cases(table):
            if key == "rule.case" and isinstance(value, surface.ValueTable | surface.StepTable):
                said = "; ".join(self._table_rows(value, worded, unit))
            else:
                said = self.describe_comparand(value, worded, unit)
            yield self.messages.text(key, case=case, value=said)

    def _table_cases(self, table: surface.Table) -> Iterator[tuple[str, Any]]:
        if isinstance(table, surface.StepTable):
            for step in table.steps:
                reach = None if step.up_to is None else self.messages.format_number(step.up_to)
                yield (
                    self.messages.text("rule.beyond") if reach is None else self.messages.text("rule.up_to", x=reach),
                    step.then,
                )
            return
        found = self.names.framework.inputs.get(table.by)
        for word, value in table.values.items():
            yield self.names.name_word(found, found.scale if found else None, word), value
        if table.otherwise is not None:
            yield self.messages.text("rule.otherwise"), table.otherwise

    # -- sets --------------------------------------------------------------------------------------------

    def _inside_set(self, name: str) -> RuleSentences:
        found = self.names.framework.definition.sets.get(name)
        return replace(self, layer=found.among if found else name)

    def name_set(self, name: str) -> str:
        """Return the name of a member of a set: its author's text, or its layer and what restricts it."""
        found = self.names.framework.definition.sets.get(name)
        if found is None:
            return self._name_kind(name)
        return found.text_in(self.messages.lang) or self.describe_set(found)

    def name_members(self, name: str) -> str:
        """Return the name of a set's members where they are counted or added up: as above, in the plural."""
        found = self.names.framework.definition.sets.get(name)
        if found is None:
            return self._make_plural(self._name_kind(name))
        return found.text_in(self.messages.lang) or self.describe_set(found, many=True)

    def _last_years(self, found: SetDef, year: str) -> str:
        if found.running:
            return self.messages.text("rule.years_running", n=found.last or 1, year=year)
        return self.messages.text("rule.years", n=found.last or 1, year=year)

    def _make_plural(self, text: str) -> str:
        """Return the plural of a noun; Vietnamese has none."""
        if self.messages.lang != "en":
            return text
        stem = next((end for end in _PLURALS if text.endswith(end)), "")
        return text.removesuffix(stem) + _PLURALS.get(stem, "s")

    def _name_kind(self, name: str) -> str:
        if name in ("year", "stage"):
            return self.messages.text(f"rule.{name}")
        if name in self.names.framework.definition.populations:
            return self.names.name_kind(name)
        layer = self.names.name_layer(name)
        return layer[:1].lower() + layer[1:]

    def describe_set(self, found: SetDef, *, many: bool = False) -> str:
        """Return the rule of a set in words: its layer or kind and what restricts it, without its author's text."""
        text = self._make_plural(self._name_kind(found.among)) if many else self._name_kind(found.among)
        if found.among == "year":
            year = self._make_plural(self.messages.text("rule.year")) if many else self.messages.text("rule.year")
            text = self._last_years(found, year)
        for key, tags in (("tagged", found.tagged), ("untagged", found.untagged)):
            for i, tag in enumerate(tags):
                said = self.names.name_tag(tag)
                text = self.messages.text(f"rule.set_and_{key}" if i else f"rule.set_{key}", set=text, tag=said)
        if isinstance(found.ids, list | tuple):
            text = self.messages.text("rule.set_ids", set=text, ids=", ".join(str(i) for i in found.ids))
        elif isinstance(found.ids, Mapping):
            text = self.messages.text("rule.set_by", set=text, rows=self._rows_of_ids(found.ids))
        if found.except_:
            text = self.messages.text("rule.set_except", set=text, ids=", ".join(found.except_))
        if found.where is not None:
            text = self.messages.text(
                "rule.set_where", set=text, where=replace(self, layer=found.among).describe_rule(found.where)
            )
        return text

    def _rows_of_ids(self, table: Mapping[str, Any]) -> str:
        """Return which nodes a set has for each choice of an input."""
        by = str(table.get("by"))
        found = self.names.framework.inputs.get(by)
        rows = {self.names.name_word(found, None, str(word)): ids for word, ids in table.get("values", {}).items()}
        if "otherwise" in table:
            rows[self.messages.text("rule.otherwise")] = table["otherwise"]
        texts = (
            self.messages.text("rule.row", case=case, value=", ".join(map(str, ids))) for case, ids in rows.items()
        )
        return self.messages.text("rule.table", by=self.names.name_input(by), rows="; ".join(texts))


def _joined_conditions(cond: surface.AllOf | surface.AnyOf | surface.NotOf) -> tuple[str, tuple[Any, ...]]:
    if isinstance(cond, surface.NotOf):
        return "not", (cond.not_,)
    return ("all", cond.all_) if isinstance(cond, surface.AllOf) else ("any", cond.any_)


def _threshold_table(cond: Any) -> surface.Table | None:
    """Return the table with which a comparison with a single threshold compares a value."""
    tos = [to for _, to in cond.list_comparisons()] if isinstance(cond, surface.Compared) else []
    return tos[0] if len(tos) == 1 and isinstance(tos[0], surface.ValueTable | surface.StepTable) else None


def _deciding_inputs(table: surface.Table) -> Iterator[str]:
    """Yield the inputs by which a table, and the tables inside it, choose a row; each once."""
    inner = [*table.values.values(), table.otherwise] if isinstance(table, surface.ValueTable) else []
    inner += [step.then for step in table.steps] if isinstance(table, surface.StepTable) else []
    below = (
        name
        for one in inner
        if isinstance(one, surface.ValueTable | surface.StepTable)
        for name in _deciding_inputs(one)
    )
    yield from dict.fromkeys((table.by, *below))


def _no_word(_word: str) -> None:
    return None


def _is_number(text: str) -> bool:
    return find_number(text.removesuffix("%")) is not None
