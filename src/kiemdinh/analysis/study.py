"""A framework under study: its rules over free facts, the space of these, and what can be proved over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.analysis.inline import inline, inline_all
from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.part_bounds import PartBounds
from kiemdinh.analysis.sides import chain_sided_levels, find_sided_facts, split_sides
from kiemdinh.analysis.sites import ConditionSite, find_sites
from kiemdinh.analysis.space import build_space
from kiemdinh.analysis.worlds import complete_world, is_world_of, most_favourable_world
from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.evidence.writing import dossier_from_facts
from kiemdinh.rules import MET, All, Assignment, Condition, Not, Proof, Prover, Satisfiability, evaluate
from kiemdinh.standards.lowering import DEFAULT_SETTING, Population, PopulationMember, Setting
from kiemdinh.standards.names import FactKind, read_fact_name
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.parsing.models import Model
    from kiemdinh.rules import Space
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules, Lowering, Scope

__all__ = ["DAY", "SPLITS", "Study", "study_each_stage"]

SPLITS: Final = 4_000
"""How many decisions one proof may take by default."""

DAY: Final = dt.date(2026, 9, 30)
"""The day of a witness where the definition does not say from when it is in force."""


class Study:
    """Proves things about a framework: whether a condition can be met, and by which dossier.

    Everything is computed when it is first asked for, and kept.

    Parameters
    ----------
    framework
        A loaded framework.
    splits
        How many decisions one proof may take, at least 1. Where it needs more, it is undecided.
    stages
        The stages of the school that witnesses are about, by default one; without effect where the subject has no
        stages.
    focus
        The places of the definition to be examined again, in the form that findings have; None for the whole
        definition. A check may skip the rest.
    on
        The day of the witnesses; None for one on which the edition is in force.
    members
        How many members each population has in its register, which is then complete. None is for a register that has
        one member and may lack any number, so that a proof holds for every register. Without effect where there is no
        population.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> study = Study(kd.load(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... subject: {kind: school}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1"}, {id: "2"}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... '''))
    >>> sorted(study.prove(study.inlined["label:result=good"]).world.truths.items())
    [('1', <Truth.MET: 2>), ('2', <Truth.MET: 2>)]
    """

    def __init__(
        self,
        framework: Framework,
        splits: int = SPLITS,
        stages: tuple[str, ...] | None = None,
        focus: Collection[str] | None = None,
        on: dt.date | None = None,
        members: int | None = None,
    ) -> None:
        source = framework.source
        # The places of findings are places in the text.
        assert source is not None  # noqa: S101 - every loaded framework has one
        self.framework = framework
        self.source = source
        self.splits = splits
        subject = framework.definition.subject
        one = tuple(stage.id for stage in subject.stages[:1]) or DEFAULT_SETTING.stages
        self.stages = (stages or one) if "stage" in subject.has else None
        self._focus = focus
        self._on = on
        self.populations = None if members is None else _name_members(framework, members)
        self._undecided = 0
        self._decided: dict[Condition, Proof] = {}
        self._bounds: dict[frozenset[str], PartBounds] = {}
        self._lowered: dict[tuple[Path, Scope], Condition] = {}

    def __repr__(self) -> str:
        return f"<Study of {self.framework.id}>"

    @property
    def has_focus(self) -> bool:
        """Whether only some places are examined: those about which something was proved for another school."""
        return self._focus is not None

    def is_in_focus(self, path: Path) -> bool:
        """Return whether a place is to be examined: it is in the focus, or inside a place in the focus."""
        if self._focus is None:
            return True
        text = format_path(path)
        # The place around it ends where a step of the path begins.
        ends = (*(i for i, sign in enumerate(text) if i and sign in ".["), len(text))
        return any(text[:end] in self._focus for end in ends)

    # -- the framework -----------------------------------------------------------------------------------------

    @cached_property
    def on(self) -> dt.date:
        """The day of the witnesses: the one that was asked for, else one on which the edition is in force."""
        return self._on or self.framework.definition.source.in_force or DAY

    @cached_property
    def rules(self) -> FrameworkRules:
        """The rules in the setting of the witnesses."""
        return self.framework.rules(self.stages, self.on, self.populations)

    @cached_property
    def inlined(self) -> Mapping[str, Condition]:
        """Every definition over free facts and values, by its name; lower ones come first."""
        nodes = self.framework.nodes.items()
        may_leave = frozenset(node_id for node_id, info in nodes if info.node.may_not_apply)
        return inline_all(self.rules, may_leave, self.sided)

    @cached_property
    def sided(self) -> frozenset[str]:
        """The facts by the findings of one side that are free facts of their own (``sides``)."""
        return find_sided_facts(self.rules)

    def inline(self, condition: Condition) -> Condition:
        """Return a lowered condition over free facts and values."""
        return inline(condition, self.inlined, self.sided)

    @cached_property
    def sites(self) -> tuple[ConditionSite, ...]:
        """Every condition that is not part of another; see :func:`~kiemdinh.analysis.sites.find_sites`."""
        return tuple(find_sites(self.lowering))

    @cached_property
    def parts(self) -> tuple[tuple[Model, Path], ...]:
        """Every part of the definition that has keys, with its path, outer parts first."""
        return tuple(walk_parts(self.framework.definition))

    @cached_property
    def lowering(self) -> Lowering:
        """Lowers single conditions in the setting of the witnesses."""
        setting = Setting.on(self.framework.definition, self.stages, self.on, self.populations)
        return build_lowering(self.framework, setting)

    @cached_property
    def places(self) -> Mapping[Condition, tuple[Path, ...]]:
        """Where each condition over free facts is written out, in the order of the definition.

        A word such as ``met``, or the name of a condition, only refers to what is written elsewhere. One lowering for
        each condition and scope.
        """
        places: dict[Condition, dict[Path, None]] = {}
        for top in self.sites:
            for site in top.walk():
                for scope in () if isinstance(site.cond, str) else site.scopes:
                    lowered = self.lowering.lower_condition(site.cond, scope, site.path)
                    for condition in (lowered.absent_as_met(), lowered.absent_as_unmet()):
                        places.setdefault(self.inline(condition), {})[site.path] = None
        return {condition: tuple(paths) for condition, paths in places.items()}

    def lower_site(self, site: ConditionSite, scope: Scope | None = None) -> Condition:
        """Return the condition at a site over free facts, as read in *scope*; in the first of its scopes for None.

        Where it does not apply it counts as met, like a member of an ``all``.

        Raises
        ------
        IndexError
            *scope* is None, and the site is read nowhere.
        """
        scope = site.scopes[0] if scope is None else scope
        key = (site.path, scope)
        if key not in self._lowered:  # several checks read one site
            lowered = self.lowering.lower_condition(site.cond, scope, site.path)
            self._lowered[key] = self.inline(lowered.absent_as_met())
        return self._lowered[key]

    # -- proofs ------------------------------------------------------------------------------------------------

    @cached_property
    def space(self) -> Space:
        """What the free facts and values can be."""
        space = build_space(self.framework, self.rules, self.on)
        return replace(space, chains=(*space.chains, *chain_sided_levels(self.framework, self.sided)))

    @cached_property
    def prover(self) -> Prover:
        """Proves conditions over the space, without the budget of the study."""
        return Prover(self.space)

    @property
    def budget(self) -> int:
        """How many decisions the next proof may take: ``splits``, halved after every ten proofs left undecided.

        So the time for a definition of hundreds of hard questions is bounded too.
        """
        return max(1, self.splits >> self._undecided // 10)

    def prove(self, condition: Condition, max_decisions: int | None = None) -> Proof:
        """Prove whether some world meets a condition over free facts, within the budget.

        Parameters
        ----------
        max_decisions
            How many decisions of the budget may be used, for a question that can be left undecided; None for all of
            them.

        Returns
        -------
        Proof
            SATISFIABLE with a world in which the condition is certain, UNSATISFIABLE, or UNDECIDED.
        """
        if condition in self._decided:
            return self._decided[condition]
        budget = self.budget if max_decisions is None else min(self.budget, max_decisions)
        proof = self._prove(condition, budget)
        if proof.status is not Satisfiability.UNDECIDED:
            self._decided[condition] = proof
        elif max_decisions is None:
            self._undecided += 1
        return proof

    def _prove(self, condition: Condition, budget: int) -> Proof:
        proof = self.prover.prove(condition, max_decisions=budget)
        if proof.world is None:
            return proof
        bounds = self._find_bounds(self.prover.values_read(condition))
        limits = (*bounds.conditions(),)
        # The condition is certain in the world of its proof; the bounds of parts may not hold there.
        if all(evaluate(limit, proof.world) is MET for limit in limits):
            return proof
        return self._prove_within(All((condition, *limits)), bounds, proof.world, budget)

    def can_be(self, world: Assignment) -> bool:
        """Return whether the facts and values of a world are possible together; its values must be points."""
        limits = self._find_bounds(frozenset(world.values)).conditions()
        return is_world_of(self.space, world) and all(evaluate(limit, world) is MET for limit in limits)

    def _find_bounds(self, values: frozenset[str]) -> PartBounds:
        if values not in self._bounds:  # many conditions read the same values
            self._bounds[values] = PartBounds(self.framework.definition, values)
        return self._bounds[values]

    def _prove_within(self, within: Condition, bounds: PartBounds, world: Assignment, budget: int) -> Proof:
        """Prove a condition with the bounds of parts: near *world*, which breaks these bounds, else anywhere."""
        near = (fitted for fitted in bounds.fit_worlds(world, self.space) if evaluate(within, fitted) is MET)
        fitted = next(near, None)
        if fitted is not None:
            return Proof(Satisfiability.SATISFIABLE, fitted)
        return self.prover.prove(within, max_decisions=budget)

    def _find_world(self, condition: Condition) -> Assignment | None:
        return self.prove(condition).world

    def is_never_met(self, condition: Condition) -> bool:
        """Return whether it is proved that no dossier meets a condition; False where the proof is undecided."""
        return self.prove(condition).status is Satisfiability.UNSATISFIABLE

    def is_always_met(self, condition: Condition) -> bool:
        """Return whether it is proved that every dossier meets a condition; False where the proof is undecided."""
        return self.is_never_met(Not(condition))

    def is_seen_near(self, condition: Condition, world: Assignment) -> bool:
        """Return whether a condition holds in *world* if everything that it leaves open helps most.

        Such an example makes a proof unnecessary. False says nothing. Linear in the size of the condition.
        """
        near = complete_world(world, most_favourable_world(condition, self.space))
        return evaluate(condition, near) is MET and self.can_be(near)

    @cached_property
    def best_world(self) -> Assignment:
        """The best world: the one that helps all outcomes and labels most."""
        kinds = (FactKind.OUTCOME, FactKind.LABEL)
        results = (condition for name, condition in self.inlined.items() if read_fact_name(name).kind in kinds)
        return most_favourable_world(All(tuple(results)), self.space)

    def write_dossier(self, world: Assignment | None) -> dict[str, Any] | None:
        """Return a dossier that records a world, as plain data for :func:`kiemdinh.assess`.

        None for None, and for a world that no dossier can record, such as one in which something earns a third of a
        point. The proof is true all the same.
        """
        try:
            return None if world is None else self._record_world(world)
        except ValueError:
            return None

    def _record_world(self, world: Assignment) -> dict[str, Any]:
        own = None
        if not self.sided.isdisjoint(world.truths):
            world, own = split_sides(world, self.sided, self.inlined, self._find_world)
        dossier = dossier_from_facts(
            self.framework, world, on=self.on, stages=self.stages, populations=self.populations or ()
        )
        if own is None:
            return dossier
        by_itself = dossier_from_facts(self.framework, own, on=self.on, stages=self.stages, side="self")
        return {**dossier, "findings": by_itself.get("findings", {})}


def _name_members(framework: Framework, number: int) -> tuple[Population, ...]:
    """Return complete registers of some number of members each."""
    kinds = framework.definition.populations
    return tuple(
        Population(kind, tuple(PopulationMember(f"{kind}-{i + 1}") for i in range(number)), is_complete=True)
        for kind in kinds
    )


def study_each_stage(framework: Framework) -> tuple[Study, ...]:
    """Return a framework under study for a school of each stage that is declared, and for one of all of them.

    What is proved in each of them holds for every school; without declared stages there is one study.
    """
    stages = tuple(stage.id for stage in framework.definition.subject.stages)
    settings = dict.fromkeys((*((stage,) for stage in stages), stages or None))
    return tuple(Study(framework, stages=one) for one in settings)
