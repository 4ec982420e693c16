"""From a set's name to its members: nodes of a layer, school years, stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Any as AnyOf
from kiemdinh.rules import Compare, Condition, Constant, Fact, Known, Value
from kiemdinh.rules.terms.truth import UNMET
from kiemdinh.standards.definition import AllOf, SetDef, ValueCompared, listed_ids
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.quantities import Operands
from kiemdinh.standards.lowering.scope import Member, Members, Scope, conjunction

__all__ = ["Membership"]


@dataclass(frozen=True, slots=True)
class Membership:
    """Expands sets and kinds for one lowering."""

    context: Context
    lowerer: Lowerer
    operands: Operands

    def members(self, name: str, scope: Scope, path: Path) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*."""
        context = self.context
        context.used.add(("set", name))
        definition = context.definition.sets.get(name)
        kind = definition.among if definition else name
        if kind == "year":
            return self._years(name, definition, scope, path)
        if kind == "stage":
            return self._stages(name, definition, scope, path)
        if kind in context.layers:
            return self._nodes(name, kind, definition, scope, path)
        if kind in context.definition.subject.has:
            context.problems.add(
                "KD240",
                f"'{name}' is a population of many schools, which is not supported yet",
                path,
                hint="rules over populations (semantics 6.2) come in a later version, without a change of the language",
            )
        else:
            self._unknown(name, kind, path)
        return Members(name, (), "unknown", None, known=False)

    def _unknown(self, name: str, kind: str, path: Path) -> None:
        context = self.context
        kinds = (*context.layers, "year", "stage")
        if name in context.definition.sets:
            context.problems.unknown("KD207", "kind", kind, kinds, ("sets", name, "among"))
        else:
            context.problems.unknown("KD207", "set", name, (*context.definition.sets, *kinds), path)

    def _years(self, name: str, definition: SetDef | None, scope: Scope, path: Path) -> Members:
        last = definition.last if definition else None
        running = bool(definition and definition.running)
        if last is None or last == 0:
            self.context.problems.add(
                "KD211", f"'{name}' does not say how many years", path, expected="a set with 'last: n'"
            )
        if last is not None and last > 60:
            self.context.problems.add("KD211", f"'{name}' counts {last} years", path, expected="at most 60")
            last = 1
        years = self.context.setting.years(last, running=running)
        befores = (None, *years[:-1])
        scopes = tuple(replace(scope, year=year, before=before) for year, before in zip(years, befores, strict=True))
        return self._filtered(name, definition, scopes)

    def _stages(self, name: str, definition: SetDef | None, scope: Scope, path: Path) -> Members:
        if "stage" not in self.context.definition.subject.has:
            self.context.problems.add("KD207", "there are no stages here", path, hint="say 'subject: {has: [stage]}'")
        stages = self.context.setting.stages
        if stages is None:
            if_empty = definition.if_empty if definition else None
            return Members(name, (), if_empty, definition.not_applicable if definition else None, known=False)
        return self._filtered(name, definition, tuple(replace(scope, stage=stage) for stage in stages))

    def _nodes(self, name: str, layer: str, definition: SetDef | None, scope: Scope, path: Path) -> Members:
        outline = self.context.outline
        ids = outline.by_layer.get(layer, ())
        if scope.node is not None and layer != self.context.layer_of(scope.node):
            ids = outline.nodes_below(scope.node, layer)
        chosen = self._chosen(name, definition, tuple(ids), layer)
        scopes = tuple(Scope(node=i, stage=scope.stage, fixed=scope.fixed) for i in ids if i in chosen)
        members = self._filtered(name, definition, scopes)
        default = self.context.layers[layer].not_applicable
        return members._replace(
            items=tuple(self._with_table(self._node(m), definition, name) for m in members.items),
            not_applicable=members.not_applicable or default,
        )

    def _chosen(self, name: str, definition: SetDef | None, ids: tuple[str, ...], layer: str) -> frozenset[str]:
        if definition is None:
            return frozenset(ids)
        at: Path = ("sets", name)
        self._check_tags(definition, at)
        known = self.context.outline.by_layer.get(layer, ())
        for key, wanted in (("except", definition.except_), ("ids", listed_ids(definition))):
            for word in wanted:
                if word not in known:
                    self.context.problems.unknown("KD208", f"{layer}", word, known, (*at, key))
        return frozenset(self.context.outline.select_members(definition, ids))

    def _check_tags(self, definition: SetDef, at: Path) -> None:
        tags = self.context.definition.tags
        for key in ("tagged", "untagged"):
            tag = getattr(definition, key)
            if tag is not None and tag not in tags:
                self.context.problems.unknown("KD206", "tag", tag, tags, (*at, key))

    def _with_table(self, member: Member, definition: SetDef | None, name: str) -> Member:
        if definition is None or not isinstance(definition.ids, Mapping):
            return member
        at: Path = ("sets", name, "ids")
        by = str(definition.ids.get("by", ""))
        values: Mapping[str, Any] = definition.ids.get("values", {})
        lists = {word: tuple(map(str, ids)) for word, ids in values.items()}
        choices = self.operands.choices_of(by, member.scope, at, lists, definition.ids.get("otherwise"))
        otherwise = tuple(map(str, definition.ids.get("otherwise") or ()))
        value = Value(self.operands.input_id(by, member.scope, at))
        tests = tuple(
            Compare(value, "==", Constant(index))
            for index, word in choices
            if member.scope.node in lists.get(word, otherwise)
        )
        belongs: Condition = AnyOf(tests) if tests else Known(UNMET)
        if len(tests) == len(choices):
            return member
        return member._replace(belongs=conjunction(tuple(c for c in (member.belongs, belongs) if c is not None)))

    def _filtered(self, name: str, definition: SetDef | None, scopes: tuple[Scope, ...]) -> Members:
        where = definition.where if definition else None
        items = tuple(self._member(scope, name, where) for scope in scopes)
        if definition is None:
            return Members(name, items, None, None)
        return Members(name, items, definition.if_empty, definition.not_applicable)

    def _member(self, scope: Scope, name: str, where: Any) -> Member:
        if where is None:
            return Member(scope, None, None)
        with self.context.context_here():
            belongs = self.lowerer.condition(where, scope, ("sets", name, "where"))
        fixed = replace(scope, fixed=(*scope.fixed, *_fixed_choices(where)))
        return Member(fixed, belongs.absent_as_unmet(), None)

    def _node(self, member: Member) -> Member:
        """A node may leave its group; a year or stage seen from a node does not leave with it."""
        node = member.scope.node
        leaves = node is not None and self.context.may_not_apply(node)
        return member._replace(applies=Fact(f"applies:{node}")) if leaves else member


def _fixed_choices(where: Any) -> tuple[tuple[str, frozenset[str]], ...]:
    """Read off a ``where`` which choices it leaves: ``{value: programme, is: [thcs, thpt]}``, alone or in ``all``."""
    if isinstance(where, AllOf):
        return tuple(pair for part in where.all_ for pair in _fixed_choices(part))
    if isinstance(where, ValueCompared) and where.is_ is not None and where.per is None:
        words = where.is_ if isinstance(where.is_, tuple) else (where.is_,)
        return ((where.value, frozenset(w for w in words if isinstance(w, str))),)
    return ()
