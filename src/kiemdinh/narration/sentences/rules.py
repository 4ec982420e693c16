"""The rules of a definition in words, from the conditions as their author wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Titles
from kiemdinh.rules import exact_number
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import Localised, read_duration, read_share

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef, SetDef

__all__ = ["RuleWords"]

_AGGREGATES: tuple[tuple[type, str], ...] = (
    (surface.Sum, "sum"),
    (surface.Mean, "mean"),
    (surface.Lowest, "lowest"),
    (surface.Highest, "highest"),
)
_PLURALS = {"criterion": "criteria", "y": "ies", "s": "s"}
"""How English nouns end that do not only take an s, and how their plural does."""
Worded = Callable[[str], str | None]
"""Gives the text of a literal that is a word (a choice, a step, yes or no); None where it is a number."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """Says the conditions of one definition; *layer* is that of the member at hand, inside a set.

    *listed* is a table whose rows are listed below the line, which then only names what they go by.
    """

    titles: Titles
    say: Phrases
    layer: str | None = None
    listed: surface.Table | None = None

    # -- conditions --------------------------------------------------------------------------------------

    def item(self, cond: Any) -> Item:
        """Return a condition as an entry of a list, what it joins and the cases of its table below it."""
        cond = self._meant(cond)
        if isinstance(cond, surface.AllOf | surface.AnyOf | surface.NotOf) and self._text(cond) is None:
            key, parts = _joined(cond)
            if len(parts) == 1 and key != "not":
                return self.item(parts[0])
            return Item(self.say(f"rule.{key}"), tuple(self.item(part) for part in parts))
        return self.with_cases(cond)

    def with_cases(self, cond: Any) -> Item:
        """Return a condition on one line and, where a table is its threshold, a line below it for each case."""
        table, rows = self.cases(cond)
        return Item(replace(self, listed=table).line(cond), tuple(map(Item, rows)))

    def cases(self, cond: Any) -> tuple[surface.Table | None, tuple[str, ...]]:
        """Return the table that is the one threshold of a condition, and its rows in words."""
        cond = self._meant(cond)
        if self._text(cond) is not None:
            return None, ()
        if isinstance(cond, surface.Every):
            return self._inside(cond.every).cases(cond.that)
        table = _threshold(cond)
        if table is None:
            return None, ()
        return table, tuple(self._rows(table, *self._reader(cond), key="rule.case"))

    def line(self, cond: Any) -> str:
        """Return a condition on one line: its own text, or the rule in words."""
        cond = self._meant(cond)
        text = self._text(cond)
        if text is not None:
            return text
        if isinstance(cond, str):
            return self.say(f"rule.{cond}") if cond in ("met", "unmet") else cond
        if isinstance(cond, surface.NotOf):
            return self.say("rule.not_inline", a=self._inner(cond.not_))
        if isinstance(cond, surface.AllOf | surface.AnyOf):
            key, parts = _joined(cond)
            return self._chain("rule.and" if key == "all" else "rule.or", [self._inner(part) for part in parts])
        if isinstance(cond, surface.Every):
            inside = self._inside(cond.every)
            return self._every(cond.every, inside.line(cond.that))
        return self._comparison(cond)

    def _every(self, name: str, that: str) -> str:
        """Return that all members of a set are so; of years that the author names together, each one."""
        years = self._named_years(name)
        if years is None:
            return self.say("rule.every", set=self.set(name), that=that)
        if years.last == 1:
            return self.say("rule.one_year", set=self.set(name), that=that)
        return self.say("rule.every_year", set=self.set(name), that=that)

    def _named_years(self, name: str) -> SetDef | None:
        """Return a set of years that has a text of its own, which says already that they are many, or one."""
        found = self.titles.framework.definition.sets.get(name)
        named = found is not None and found.among == "year" and found.text_in(self.say.lang) is not None
        return found if named else None

    def _meant(self, cond: Any) -> Any:
        """Return what a defined name stands for."""
        define = self.titles.framework.definition.define
        while isinstance(cond, str) and cond in define:
            cond = define[cond]
        return cond

    def _text(self, cond: Any) -> str | None:
        """Return the text that the author gave a condition or quantity."""
        return cond.text_in(self.say.lang) if isinstance(cond, Localised) else None

    def _inner(self, cond: Any) -> str:
        cond = self._meant(cond)
        joins = isinstance(cond, surface.AllOf | surface.AnyOf | surface.Every) and self._text(cond) is None
        return self.say("rule.group", a=self.line(cond)) if joins else self.line(cond)

    def _chain(self, key: str, texts: list[str]) -> str:
        result = texts[0]
        for text in texts[1:]:
            result = self.say(key, a=result, b=text)
        return result

    def _comparison(self, cond: Any) -> str:
        worded, unit = self._reader(cond)
        what = self._operand(cond)
        parts = [self._compared(cond, key, to, worded, unit) for key, to in cond.comparisons()]
        to = self._chain("rule.and", parts)
        if isinstance(cond, surface.Its):
            return to if cond.its == "verdict" else self.say("rule.member", what=what, to=to)
        return self.say("rule.compared", what=what, to=to)

    def _compared(self, cond: Any, key: str, to: Any, worded: Worded, unit: str | None) -> str:
        length = read_duration(to) if isinstance(to, str) and self._is_date(cond) else None
        if length is not None:
            return self.say(f"rule.op.ago_{key}", x=self.say.duration(length))
        if key == "is" and isinstance(cond, surface.Its) and cond.its != "verdict":
            return self.say("rule.op.member_is", x=self.comparand(to, worded, unit))
        words = isinstance(to, str) and worded(to) is not None
        op = f"words_{key}" if words and key in ("at_least", "at_most") else key
        return self.say(f"rule.op.{op}", x=self.comparand(to, worded, unit))

    def _is_date(self, cond: Any) -> bool:
        found = self.titles.framework.inputs.get(cond.value) if isinstance(cond, surface.Value) else None
        return found is not None and found.type == "date"

    # -- what is compared --------------------------------------------------------------------------------

    def _operand(self, cond: Any) -> str:
        if isinstance(cond, surface.OutcomeCompared):
            text = self.titles.outcome(cond.outcome)
            return self.say(f"tree.by.{cond.side}", text=text) if cond.side else text
        if isinstance(cond, surface.AwardCompared):
            text = self.say("rule.award", award=self.titles.award(cond.award))
            length = read_duration(cond.for_) if cond.for_ else None
            lasting = None if length is None else self.say.duration(length)
            return text if lasting is None else self.say("rule.award_for", award=text, duration=lasting)
        return self.quantity(cond)

    def quantity(self, q: Any) -> str:
        """Return a quantity in words, its own text if it has one."""
        text = self._text(q)
        if text is not None:
            return text
        match q:
            case surface.Value():
                return self._value(q)
            case surface.Its():
                return self.say(f"rule.its.{q.its}")
            case surface.Change():
                return self.say("rule.change", value=self.titles.input(q.change))
            case surface.Count():
                if q.that is None:
                    return self.say("rule.count_all", set=self.many(q.count))
                return self.say("rule.count", set=self.many(q.count), that=self._inside(q.count).line(q.that))
            case surface.Share():
                return self.say("rule.share", set=self.many(q.share), that=self._inside(q.share).line(q.that))
            case _:
                return self._aggregate(q)

    def _value(self, q: surface.Value) -> str:
        defined = self.titles.framework.definition.define.get(q.value)
        if defined is not None:
            return self.quantity(defined)
        value = self.titles.input(q.value)
        return value if q.per is None else self.say("rule.per", value=value, per=self.titles.input(q.per))

    def _aggregate(self, q: Any) -> str:
        key = next(key for kind, key in _AGGREGATES if isinstance(q, kind))
        name = getattr(q, "sum_" if key == "sum" else key)
        inside = self._inside(name)
        members = self.many(name)
        members = members if self._named_years(name) else self.say("rule.members", set=members)
        text = self.say(f"rule.{key}", of=inside.quantity(q.of), set=members)
        weight = getattr(q, "weight", None)
        if weight is not None:
            text = self.say("rule.weighted", quantity=text, weight=inside.quantity(weight))
        if q.round is not None:
            half = self.say(f"rule.half.{q.round.half}")
            text = self.say("rule.rounded", quantity=text, digits=q.round.digits, half=half)
        return text

    # -- what it is compared with ------------------------------------------------------------------------

    def _reader(self, cond: Any) -> tuple[Worded, str | None]:
        """Return how the words beside an operand are read, and its unit."""
        if isinstance(cond, surface.OutcomeCompared):
            return lambda word: self.say.quoted(self.titles.outcome_level(cond.outcome, word)), None
        if isinstance(cond, surface.AwardCompared):
            return lambda word: self._award_word(cond.award, word), None
        q = self._innermost(cond)
        if isinstance(q, surface.Value) and q.value in self.titles.framework.inputs and q.per is None:
            found = self.titles.framework.inputs[q.value]
            named = found.type in ("yes_no", "decision", "choice", "scale")
            unit = None if found.unit == "percent" else found.unit
            return self._named_word(found, found.scale) if named else _no_word, unit
        if isinstance(q, surface.Its):
            return self._its_word(q), None
        return _no_word, None

    def _named_word(self, found: InputDef, scale: str | None) -> Worded:
        return lambda word: None if _numeric(word) else self.titles.word(found, scale, word)

    def _innermost(self, q: Any) -> Any:
        """Return what a mean, lowest or highest is taken of, and what a defined name stands for."""
        if isinstance(q, surface.Mean | surface.Lowest | surface.Highest):
            return self._innermost(q.of)
        if isinstance(q, surface.Change):
            return surface.Value(value=q.change)
        if isinstance(q, surface.Value) and q.value in self.titles.framework.definition.define:
            return self._innermost(self.titles.framework.definition.define[q.value])
        return q

    def _its_word(self, q: surface.Its) -> Worded:
        if q.its == "verdict":
            return lambda word: self.say(f"rule.{word}") if word in ("met", "unmet") else word
        layers = [layer for layer in self.titles.framework.definition.layers if layer.id == self.layer]
        scale = layers[0].scale if layers else None
        return lambda word: None if _numeric(word) else self.say.quoted(self.titles.scale_step(scale, word))

    def _award_word(self, award: str, word: str) -> str:
        if word in ("held", "revoked", "never"):
            return self.say(f"rule.{word}")
        return self.say.quoted(self.titles.award(award, word))

    def comparand(self, to: Any, worded: Worded, unit: str | None) -> str:
        """Return what stands behind a comparator: a number, a word, several, a table or a quantity."""
        if isinstance(to, tuple):
            return self.say.either(self.comparand(one, worded, unit) for one in to)
        if isinstance(to, str):
            return worded(to) or self._literal(to, unit)
        if isinstance(to, surface.ValueTable | surface.StepTable):
            if to is self.listed:
                return self.say("rule.listed", by=", ".join(map(self.titles.input, _by(to))))
            rows = "; ".join(self._rows(to, worded, unit))
            return self.say("rule.table", by=self.titles.input(to.by), rows=rows)
        return self.quantity(to)

    def _literal(self, text: str, unit: str | None) -> str:
        share = read_share(text)
        if share is not None:
            return f"{self.say.number(share)}%"
        length = read_duration(text)
        if length is not None:
            return self.say.duration(length)
        return self.say.amount(exact_number(text), unit) if _numeric(text) else text

    def _rows(self, table: surface.Table, worded: Worded, unit: str | None, *, key: str = "rule.row") -> Iterator[str]:
        """Yield the rows of a table; below the line of a case, an inner table is its rows alone, joined."""
        for case, value in self._cases(table):
            if key == "rule.case" and isinstance(value, surface.ValueTable | surface.StepTable):
                said = "; ".join(self._rows(value, worded, unit))
            else:
                said = self.comparand(value, worded, unit)
            yield self.say(key, case=case, value=said)

    def _cases(self, table: surface.Table) -> Iterator[tuple[str, Any]]:
        if isinstance(table, surface.StepTable):
            for step in table.steps:
                reach = None if step.up_to is None else self.say.number(step.up_to)
                yield self.say("rule.beyond") if reach is None else self.say("rule.up_to", x=reach), step.then
            return
        found = self.titles.framework.inputs.get(table.by)
        for word, value in table.values.items():
            yield self.titles.word(found, found.scale if found else None, word), value
        if table.otherwise is not None:
            yield self.say("rule.otherwise"), table.otherwise

    # -- sets --------------------------------------------------------------------------------------------

    def _inside(self, name: str) -> RuleWords:
        found = self.titles.framework.definition.sets.get(name)
        return replace(self, layer=found.among if found else name)

    def set(self, name: str) -> str:
        """Return the name of a set's members."""
        found = self.titles.framework.definition.sets.get(name)
        if found is None:
            return self._kind(name)
        return found.text_in(self.say.lang) or self._described(found)

    def many(self, name: str) -> str:
        """Return the name of a set's members where they are counted or added up; a text of the author's stands."""
        found = self.titles.framework.definition.sets.get(name)
        if found is None:
            return self._plural(self._kind(name))
        return found.text_in(self.say.lang) or self._described(found, many=True)

    def _last_years(self, found: SetDef, year: str) -> str:
        if found.running:
            return self.say("rule.years_running", n=found.last or 1, year=year)
        return self.say("rule.years", n=found.last or 1, year=year)

    def _plural(self, text: str) -> str:
        """Return the plural of a noun; Vietnamese has none."""
        if self.say.lang != "en":
            return text
        stem = next((end for end in _PLURALS if text.endswith(end)), "")
        return text.removesuffix(stem) + _PLURALS.get(stem, "s")

    def _kind(self, name: str) -> str:
        if name in ("year", "stage"):
            return self.say(f"rule.{name}")
        text = self.titles.layer(name)
        return text[:1].lower() + text[1:]

    def _described(self, found: SetDef, *, many: bool = False) -> str:
        text = self._plural(self._kind(found.among)) if many else self._kind(found.among)
        if found.among == "year":
            year = self._plural(self.say("rule.year")) if many else self.say("rule.year")
            text = self._last_years(found, year)
        for key, tag in (("tagged", found.tagged), ("untagged", found.untagged)):
            if tag is not None:
                said = self.titles.framework.definition.tags[tag].text_in(self.say.lang) or tag
                text = self.say(f"rule.set_{key}", set=text, tag=said)
        if isinstance(found.ids, list | tuple):
            text = self.say("rule.set_ids", set=text, ids=", ".join(str(i) for i in found.ids))
        if found.except_:
            text = self.say("rule.set_except", set=text, ids=", ".join(found.except_))
        if found.where is not None:
            text = self.say("rule.set_where", set=text, where=replace(self, layer=found.among).line(found.where))
        return text


def _joined(cond: surface.AllOf | surface.AnyOf | surface.NotOf) -> tuple[str, tuple[Any, ...]]:
    if isinstance(cond, surface.NotOf):
        return "not", (cond.not_,)
    return ("all", cond.all_) if isinstance(cond, surface.AllOf) else ("any", cond.any_)


def _threshold(cond: Any) -> surface.Table | None:
    """Return the table that a comparison with a single threshold holds a value against."""
    tos = [to for _, to in cond.comparisons()] if isinstance(cond, surface.Compared) else []
    return tos[0] if len(tos) == 1 and isinstance(tos[0], surface.ValueTable | surface.StepTable) else None


def _by(table: surface.Table) -> Iterator[str]:
    """Yield the inputs that a table goes by and, once each, those that the tables inside it do."""
    inner = [*table.values.values(), table.otherwise] if isinstance(table, surface.ValueTable) else []
    inner += [step.then for step in table.steps] if isinstance(table, surface.StepTable) else []
    below = (name for one in inner if isinstance(one, surface.ValueTable | surface.StepTable) for name in _by(one))
    yield from dict.fromkeys((table.by, *below))


def _no_word(_word: str) -> None:
    return None


def _numeric(text: str) -> bool:
    try:
        exact_number(text.removesuffix("%").strip())
    except ValueError:
        return False
    return True
