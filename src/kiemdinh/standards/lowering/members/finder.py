"""From the name of a set to its members: nodes of a layer, school years, stages, members of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import (
    MET,
    UNMET,
    Assignment,
    Compare,
    Condition,
    Constant,
    Fact,
    Interval,
    Known,
    Number,
    Truth,
    evaluate,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import AllOf, SetDef, ValueCompared, listed_ids
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.members.alike import STAND_IN, Template, make_template
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.lowering.scope import Member, Members, Scope, conjoin_all
from kiemdinh.standards.lowering.setting import PopulationMember
from kiemdinh.standards.lowering.tables import TableLowerer
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName

__all__ = ["MemberFinder"]

_MAX_YEARS: Final = 60
"""How many school years a set may go back."""


@dataclass(frozen=True, slots=True)
class MemberFinder:
    """Finds the members of sets, layers and kinds, with the conditions on which they belong and apply."""

    context: Context
    lowerer: Lowerer
    quantities: QuantityLowerer
    tables: TableLowerer
    belonging: dict[tuple[str, str | None], list[_Belonging]] = field(default_factory=dict)

    def find_members(self, name: str, scope: Scope, path: Path) -> Members:
        """Return the members of the set, layer or kind *name*, as seen from *scope*.

        Seen from a node, a set of a layer below its own has the nodes below it alone; a set of any other layer has all
        of its nodes. Reports a name that stands for no set; the members are then not known.
        """
        context = self.context
        # For the linter, which reports sets that no rule reads.
        context.used.add(("set", name))
        definition = context.definition.sets.get(name)
        kind = definition.among if definition else name
        # A set has a kind; the name of a layer or kind by itself stands for the set of all its members.
        if kind == "year":
            return self._find_years(name, definition, scope, path)
        if kind == "stage":
            return self._find_stages(name, definition, scope, path)
        if kind in context.layers:
            return self._find_nodes(name, kind, definition, scope)
        if kind in context.definition.populations:
            return self._find_population(name, kind, definition, scope)
        self._report_unknown(name, kind, path)
        return Members(name, (), "unknown", None, is_known=False)

    def _report_unknown(self, name: str, kind: str, path: Path) -> None:
        context = self.context
        kinds = (*context.layers, "year", "stage")
        if name in context.definition.sets:
            context.problems.add_unknown("KD207", Message("kind"), kind, kinds, ("sets", name, "among"))
        else:
            context.problems.add_unknown("KD207", Message("set"), name, (*context.definition.sets, *kinds), path)

    # -- years and stages --------------------------------------------------------------------------------------

    def _find_years(self, name: str, definition: SetDef | None, scope: Scope, path: Path) -> Members:
        last = definition.last if definition else None
        is_running = bool(definition and definition.running)
        if last is None or last == 0:
            self.context.problems.add(
                "KD211",
                Message("'{name}' does not say how many years", name=name),
                path,
                expected=Message("a set with 'last: n'"),
            )
        if last is not None and last > _MAX_YEARS:
            self.context.problems.add(
                "KD211",
                Message("'{name}' counts {last} years", name=name, last=last),
                path,
                expected=Message("at most {n}", n=_MAX_YEARS),
            )
            last = 1  # so that the rest is checked without writing out a million years
        self.context.reads_years = True
        years = self.context.setting.name_years(last, running=is_running)
        # The oldest year of the window has none before it (S3).
        befores = (None, *years[:-1])
        scopes = tuple(replace(scope, year=year, before=before) for year, before in zip(years, befores, strict=True))
        return self._filter_members(name, definition, scopes)

    def _find_stages(self, name: str, definition: SetDef | None, scope: Scope, path: Path) -> Members:
        if "stage" not in self.context.definition.subject.has:
            self.context.problems.add(
                "KD207", Message("there are no stages here"), path, hint=Message("write 'subject: {{has: [stage]}}'")
            )
        stages = self.context.setting.stages
        # A dossier that names no stages has an unknown set of them, never an empty one (2.6).
        if stages is None:
            if_empty = definition.if_empty if definition else None
            return Members(name, (), if_empty, definition.not_applicable if definition else None, is_known=False)
        return self._filter_members(name, definition, tuple(replace(scope, stage=stage) for stage in stages))

    # -- populations -------------------------------------------------------------------------------------------

    def _find_population(self, name: str, kind: str, definition: SetDef | None, scope: Scope) -> Members:
        """Return the members of a register on the day; each has a scope of its own, as a node does."""
        key = (name, scope.stage, scope.fixed)
        kept = self.context.populations
        if key not in kept:  # several rules ask for the same set
            self._refuse_keys_of_nodes(name, kind, definition)
            kept[key] = self._build_population(name, kind, definition, scope)
        return kept[key]

    def _build_population(self, name: str, kind: str, definition: SetDef | None, scope: Scope) -> Members:
        population = self.context.setting.find_population(kind)
        start = Scope(stage=scope.stage, fixed=scope.fixed, kind=kind)
        items = tuple(self._settle_membership(population.members, start, name, definition))
        if_empty = definition.if_empty if definition else None
        if if_empty is None and (definition is None or definition.where is None):
            # Before there is a register a population has one member: no set has to state what holds without members.
            if_empty = "unknown"
        further = None if population.is_complete else kind
        return Members(name, items, if_empty, None, further=further, of_register=True)

    def _settle_membership(
        self, members: tuple[PopulationMember, ...], start: Scope, name: str, definition: SetDef | None
    ) -> Iterator[Member]:
        """Yield the members of a set: those known to belong have no condition, those known not to are left out.

        So a rule over them counts the real members, and its explanation can name them. The condition is lowered once
        for members of the same stages, and evaluated once for members with the same known values.
        """
        where = definition.where if definition else None
        if where is None:
            yield from (Member(replace(start, member=one), None, None) for one in members)
            return
        belonging = self._find_belonging(start, name, where)
        inside = start.fix_choices(*_fixed_choices(where))
        for one in members:
            truth = belonging.truth(one)
            if truth is not UNMET:
                yield Member(replace(inside, member=one), None if truth is MET else belonging.condition(one), None)

    def _find_belonging(self, start: Scope, name: str, where: Any) -> _Belonging:
        """Return who belongs to a set; it is found once for all scopes from which the same members belong."""
        kept = self.belonging.setdefault((name, start.stage), [])
        found = next((one for one in kept if one.is_same_from(start)), None)
        if found is None:
            at: Path = ("sets", name, "where")
            found = _Belonging(self.context, start, at, lambda scope: self._lower_where(scope, name, where))
            kept.append(found)
        return found

    def _refuse_keys_of_nodes(self, name: str, kind: str, definition: SetDef | None) -> None:
        for key, value in () if definition is None else _list_other_keys(definition):
            if value:
                self.context.problems.add(
                    "KD207",
                    Message("'{key}' does not choose among members of a register", key=key),
                    ("sets", name, key),
                    key=True,
                    expected=Message("where: a condition on each {kind}", kind=kind),
                )

    # -- nodes -------------------------------------------------------------------------------------------------

    def _find_nodes(self, name: str, layer: str, definition: SetDef | None, scope: Scope) -> Members:
        outline = self.context.outline
        ids = outline.by_layer.get(layer, ())
        if scope.node is not None:
            ids = outline.nodes_seen_from(scope.node, layer)
        chosen = self._choose_nodes(name, definition, ids, layer)
        # A member keeps only the stage and the remaining choices of the scope: a year belongs to the set outside.
        # A set may state how absent members count; else its layer does.
        stated = (definition and definition.not_applicable) or self.context.layers[layer].not_applicable
        if_not_asked = None if stated is None else "drop"
        scopes = tuple(
            Scope(node=node, stage=scope.stage, fixed=scope.fixed, if_not_asked=if_not_asked)
            for node in ids
            if node in chosen
        )
        members = self._filter_members(name, definition, scopes)
        return members._replace(
            items=tuple(self._apply_table(self._add_applicability(m), definition, name) for m in members.items),
            not_applicable=stated,
        )

    def _choose_nodes(self, name: str, definition: SetDef | None, ids: tuple[str, ...], layer: str) -> frozenset[str]:
        """Return which of *ids* a set chooses by tags and lists; reports tags and ids that do not exist."""
        if definition is None:
            return frozenset(ids)
        at: Path = ("sets", name)
        self._check_tags(definition, at)
        known = self.context.outline.by_layer.get(layer, ())
        for key, wanted in (("except", definition.except_), ("ids", listed_ids(definition))):
            for word in wanted:
                if word not in known:
                    self.context.problems.add_unknown("KD208", Message.verbatim(layer), word, known, (*at, key))
        return frozenset(self.context.outline.select_members(definition, ids))

    def _check_tags(self, definition: SetDef, at: Path) -> None:
        tags = self.context.definition.tags
        for key in ("tagged", "untagged"):
            for tag in getattr(definition, key):
                if tag not in tags:
                    self.context.problems.add_unknown("KD206", Message("tag"), tag, tags, (*at, key))

    def _add_applicability(self, member: Member) -> Member:
        """Return a member that may leave its group if its node may; a year or stage of a node does not leave."""
        node = member.scope.node
        if node is None or not self.context.may_not_apply(node):
            return member
        return member._replace(applies=Fact(str(FactName(FactKind.APPLIES, node))))

    def _apply_table(self, member: Member, definition: SetDef | None, name: str) -> Member:
        """Return a member that belongs where the table of ids of its set lists it; unchanged for a plain list."""
        if definition is None or not isinstance(definition.ids, Mapping):
            return member
        at: Path = ("sets", name, "ids")
        by = str(definition.ids.get("by", ""))
        values: Mapping[str, Any] = definition.ids.get("values", {})
        lists = {word: tuple(map(str, ids)) for word, ids in values.items()}
        choices = self.tables.choices_of(by, member.scope, at, lists, definition.ids.get("otherwise"))
        otherwise = tuple(map(str, definition.ids.get("otherwise") or ()))
        value = self.quantities.read_input(by, member.scope, at)
        tests = tuple(
            Compare(value, "==", Constant(index))
            for index, word in choices
            if member.scope.node in lists.get(word, otherwise)
        )
        if len(tests) == len(choices):  # it is in every list
            return member
        belongs: Condition = AnyCondition(tests) if tests else Known(UNMET)
        return member._replace(belongs=conjoin_all(tuple(c for c in (member.belongs, belongs) if c is not None)))

    # -- where -------------------------------------------------------------------------------------------------

    def _filter_members(self, name: str, definition: SetDef | None, scopes: tuple[Scope, ...]) -> Members:
        """Return a member for each scope; it belongs where the ``where`` of the set holds, if there is one."""
        where = definition.where if definition else None
        items = tuple(self._build_member(scope, name, where) for scope in scopes)
        if definition is None:
            return Members(name, items, None, None)
        return Members(name, items, definition.if_empty, definition.not_applicable)

    def _build_member(self, scope: Scope, name: str, where: Any) -> Member:
        if where is None:
            return Member(scope, None, None)
        return Member(scope.fix_choices(*_fixed_choices(where)), self._lower_where(scope, name, where), None)

    def _lower_where(self, scope: Scope, name: str, where: Any) -> Condition:
        with self.context.reading_context():
            return self.lowerer.lower_condition(where, scope, ("sets", name, "where")).absent_as_unmet()


class _Belonging:
    """Whether members of a register belong to a set, as seen from a scope; *lower* lowers the ``where`` for one."""

    def __init__(self, context: Context, start: Scope, path: Path, lower: Callable[[Scope], Condition]) -> None:
        self._context, self._start, self._path, self._lower = context, start, path, lower
        self._templates: dict[tuple[str, ...], Template[Condition] | None] = {}
        self._of_members: dict[str, Truth] = {}
        self._of_patterns: dict[object, Truth] = {}
        self._conditions: dict[str, Condition] = {}

    def is_same_from(self, start: Scope) -> bool:
        """Return whether the same members belong as seen from another scope: no table read has other choices there."""
        if start.fixed == self._start.fixed:
            return True
        fixed = {name for name, _ in (*start.fixed, *self._start.fixed)}
        templates = self._templates.values()
        return all(one is not None and one.readings.choices.isdisjoint(fixed) for one in templates)

    def truth(self, member: PopulationMember) -> Truth:
        """Return whether a member belongs, by its own known values alone."""
        if member.id not in self._of_members:
            self._of_members[member.id] = self._find_truth(member)
        return self._of_members[member.id]

    def _find_truth(self, member: PopulationMember) -> Truth:
        template = self._find_template(member)
        if template is None:
            return _evaluate_of_one(self.condition(member), member.id, member.known)
        # What decides who belongs is context, also where it is known.
        template.note_member(self._context, member)
        pattern = (member.stages, member.known)
        if pattern not in self._of_patterns:
            self._of_patterns[pattern] = _evaluate_of_one(template.made, STAND_IN, member.known)
        return self._of_patterns[pattern]

    def condition(self, member: PopulationMember) -> Condition:
        """Return when a member belongs."""
        if member.id not in self._conditions:
            self._conditions[member.id] = self._make_condition(member)
        return self._conditions[member.id]

    def _make_condition(self, member: PopulationMember) -> Condition:
        template = self._find_template(member)
        if template is None:
            return self._lower(replace(self._start, member=member))
        return template.put_member(self._context, member, self._path)

    def _find_template(self, member: PopulationMember) -> Template[Condition] | None:
        if member.stages not in self._templates:
            scope = replace(self._start, member=member)
            self._templates[member.stages] = make_template(self._context, scope, self._lower)
        return self._templates[member.stages]


def _evaluate_of_one(condition: Condition, member: str, known: tuple[tuple[str, Number], ...]) -> Truth:
    """Return the truth of a condition if only these values of a member were known."""
    values = {str(ValueName(ValueKind.INPUT, name, at=(member,))): Interval.point(number) for name, number in known}
    return evaluate(condition, Assignment({}, values))


def _list_other_keys(found: SetDef) -> tuple[tuple[str, Any], ...]:
    return (
        ("tagged", found.tagged), ("untagged", found.untagged), ("ids", found.ids), ("except", found.except_),
        ("last", found.last), ("running", found.running),
    )  # fmt: skip


def _fixed_choices(where: Any) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the choices that a ``where`` leaves, by ``{value: programme, is: [thcs, thpt]}`` alone or in ``all``."""
    if isinstance(where, AllOf):
        return tuple(pair for part in where.all_ for pair in _fixed_choices(part))
    if isinstance(where, ValueCompared) and where.is_ is not None and where.per is None:
        words = where.is_ if isinstance(where.is_, tuple) else (where.is_,)
        return ((where.value, frozenset(word for word in words if isinstance(word, str))),)
    return ()
