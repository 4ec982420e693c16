"""Faults sown into the engine, one at a time: what is wrong, how it is put there, and a framework that uses it."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from kiemdinh.evidence import entries
from kiemdinh.evidence.dossier import digest
from kiemdinh.evidence.resolution import (
    claims,
    findings_by_node,
    stage_facts,
)
from kiemdinh.evidence.resolution import (
    policy as support,
)
from kiemdinh.evidence.resolution import (
    precedence as records,
)
from kiemdinh.explanation import margin as holding
from kiemdinh.explanation import sufficient_reason
from kiemdinh.explanation.repairs import level_repairs as repairing
from kiemdinh.rules import MET, UNKNOWN, UNMET, Constant, Interval, evaluate
from kiemdinh.rules.evaluation import Evaluators
from kiemdinh.rules.evaluation import reference as evaluating
from kiemdinh.rules.evaluation.reference import TruthAlgebra
from kiemdinh.standards.loading import framework
from kiemdinh.standards.loading import loader as loading
from kiemdinh.standards.lowering import lower as lowering
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.members import MemberFinder
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.lowering.tables import TableLowerer
from kiemdinh.testing.strategies import figures, slots

BASE = """
kiemdinh: 1
framework: test.small
source: {document: By-law}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}}
tags: {core: {en: core}}
inputs:
  books: {type: number, unit: count, range: {from: 0, to: 20}, en: Books}
  staff: {type: number, unit: person, range: {from: 0, to: 20}, en: Staff}
  area: {type: choice, choices: [easy, hard], en: Area}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries, not_applicable: drop}]
sets:
  core: {among: criterion, tagged: core}
tree:
"""

LEVELS = (
    BASE
    + """
  - id: c1
    en: C1
    tags: [core]
    levels: {l1: [{id: a, en: A}, {id: b, en: B}], l2: [{id: a, en: A}]}
  - id: c2
    en: C2
    levels: {l1: [{id: a, en: A}, {id: b, en: B, may_not_apply: true}], l2: [{id: a, en: A}]}
  - {id: c3, en: C3, levels: {l1: [{id: a, en: A}]}}
outcomes:
  - id: level
    ladder: lv
    needs:
      l1:
        all:
          - {every: core, that: {its: level, at_least: l1}}
          - {count: criterion, that: {its: level, at_least: l1}, at_least: 2}
      l2: {every: criterion, that: {its: level, at_least: l2}}
  - id: label
    cases:
      - {id: lacking, if: {count: criterion, that: {not: {its: level, at_least: l1}}, at_least: 2}}
      - {id: good, if: {count: criterion, that: {not: {its: level, at_least: l1}}, at_most: 0}}
    otherwise: {id: poor}
"""
)
EVIDENCE = LEVELS.replace("scales:", "evidence: {items: 1}\nscales:")
EVIDENCE_OF_LEVELS = LEVELS.replace("scales:", "evidence: {levels: {l1: {items: 2}, l2: {kinds: [url]}}}\nscales:")
FIGURES = (
    BASE
    + """
  - id: c1
    en: C1
    tags: [core]
    levels:
      l1: [{id: a, en: A, met_if: {value: books, at_least: 4.5}}]
      l2: [{id: a, en: A, met_if: {value: staff, above: 3}}]
  - id: c2
    en: C2
    levels:
      l1: [{id: a, en: A, met_if: {value: books, at_least: {by: area, values: {easy: 8}, otherwise: 2}}}]
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {every: core, that: {its: level, at_least: l1}}
      l2: {every: criterion, that: {its: level, at_least: l2}}
"""
)
POINTS = """
kiemdinh: 1
framework: test.points
source: {document: By-law}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}}
layers: [{id: criterion, verdict: points}]
tree: [{id: c1, en: C1, points: 10}, {id: c2, en: C2, points: 10}]
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {mean: criterion, of: {its: points}, at_least: 5}
      l2: {sum: criterion, of: {its: points}, at_least: 15}
"""


@dataclass(frozen=True)
class Mutant:
    """A fault of one kind, and the text of a framework that it shows on."""

    kind: str
    fault: str
    sow: object
    definition: str = LEVELS

    def __str__(self):
        return f"{self.kind}: {self.fault}"


MUTANTS = []


def mutant(kind, fault, definition=LEVELS):
    def keep(sow):
        MUTANTS.append(Mutant(kind, fault, sow, definition))
        return sow

    return keep


def forget():
    """Empty what the engine keeps for the next dossier."""
    framework._find_rules.cache_clear()
    framework._rules_of_any_year.cache_clear()
    entries.allowed_entries.cache_clear()
    slots.list_slots.cache_clear()
    figures.compared_numbers.cache_clear()
    with loading._lock:
        loading._cache.clear()


@contextmanager
def sown(mutant, monkeypatch):
    """The engine with the fault in it."""
    with monkeypatch.context() as patch:
        forget()
        if mutant.kind == "evaluator":
            _assess_by_reference(patch)
        mutant.sow(patch)
        yield
    forget()


def _assess_by_reference(patch):
    """Let assessments ask the reference evaluator, into which the fault is sown.

    What they ask otherwise is made from the terms once, and is held against the reference by tests of its own.
    """
    patch.setattr(Evaluators, "evaluate", lambda self, name, facts: evaluate(self._definitions[name], facts))


# -- evaluator -----------------------------------------------------------------------------------------------------


@mutant("evaluator", "at least k of n is satisfied by k - 1")
def _(patch):
    real = TruthAlgebra.at_least
    patch.setattr(TruthAlgebra, "at_least", lambda self, k, parts: real(self, k - 1, parts))


@mutant("evaluator", "at least is read as above", FIGURES)
def _(patch):
    patch.setattr(evaluating, "_is_greater", lambda left, right, strict: left > right)


@mutant("evaluator", "above is read as at least", FIGURES)
def _(patch):
    patch.setattr(evaluating, "_is_greater", lambda left, right, strict: left >= right)


@mutant("evaluator", "all takes the truth of its best part where it is unknown")
def _(patch):
    patch.setattr(
        TruthAlgebra, "all", lambda self, parts: MET if min(parts) is UNKNOWN and max(parts) is MET else min(parts)
    )


@mutant("evaluator", "not of unknown is unmet")
def _(patch):
    patch.setattr(TruthAlgebra, "negate", lambda self, part: UNMET if part is UNKNOWN else part.negated())


@mutant("evaluator", "an unknown value is taken at its low end", FIGURES)
def _(patch):
    real = TruthAlgebra.value

    def value(self, name):
        found = real(self, name)
        return found if found.low is None else Interval.point(found.low)

    patch.setattr(TruthAlgebra, "value", value)


@mutant("evaluator", "sums leave out their last member", POINTS)
def _(patch):
    real = evaluating._sum_intervals
    patch.setattr(evaluating, "_sum_intervals", lambda parts: real(list(parts)[:-1] or parts))


# -- resolver ------------------------------------------------------------------------------------------------------


@mutant("resolver", "the school's own record beats an external one")
def _(patch):
    patch.setattr(findings_by_node, "choose_side", lambda external, own, said: own or external)


@mutant("resolver", "the earliest record of a side speaks")
def _(patch):
    def newest(found):
        found = list(found)
        first = min((r.date for r in found), default=None)
        return tuple(r for r in found if r.date == first)

    patch.setattr(records, "newest_records", newest)
    patch.setattr(findings_by_node, "newest_records", newest)


@mutant("resolver", "records that clash are taken as the last of them in the file")
def _(patch):
    def latest(found, said):
        found = list(records.newest_records(found))
        return records.PrevailingRecord(found[-1], None, (), ()) if found else None

    patch.setattr(findings_by_node, "latest_record", latest)


@mutant("resolver", "expired evidence still supports", EVIDENCE)
def _(patch):
    real = support.DatedTerms.state_of

    def lenient(self, item):
        found = real(self, item)
        return "valid" if found == "expired" else found

    patch.setattr(support.DatedTerms, "state_of", lenient)


@mutant("resolver", "the evidence policy of a level is passed over", EVIDENCE_OF_LEVELS)
def _(patch):
    patch.setattr(support, "_has_local_policies", lambda framework: False)


@mutant("resolver", "a self-assessed met needs no evidence", EVIDENCE)
def _(patch):
    patch.setattr(support.Support, "policy_failures", lambda self, codes, node, step=None: frozenset())


@mutant("resolver", "a claim stands whatever is found of its parts")
def _(patch):
    patch.setattr(claims.Claims, "_weigh", lambda self, name, standing, claimed: None)


@mutant("resolver", "what is not assessed is unmet")
def _(patch):
    real = stage_facts.StageFacts.truth
    patch.setattr(
        stage_facts.StageFacts, "truth", lambda self, name: UNMET if real(self, name) is UNKNOWN else real(self, name)
    )


@mutant("resolver", "what does not apply counts as unmet")
def _(patch):
    real = stage_facts.StageFacts._resolve_applicability

    def resolve(self, name, node):
        found = real(self, name, node)
        return found._replace(truth=MET) if found.truth is UNMET else found

    patch.setattr(stage_facts.StageFacts, "_resolve_applicability", resolve)


# -- explainer -----------------------------------------------------------------------------------------------------


def _changed(patch, change):
    real = repairing.LevelRepairs.__iter__
    patch.setattr(repairing.LevelRepairs, "__iter__", lambda self: change(self, real(self)))


@mutant("explainer", "a repair lacks its last change")
def _(patch):
    _changed(patch, lambda self, found: (replace(r, changes=r.changes[:-1]) for r in found))


@mutant("explainer", "a repair has a change too many")
def _(patch):
    def padded(self, found):
        ways = list(islice(found, 6))
        every = list(dict.fromkeys(change for way in ways for change in way.changes))
        for way in ways:
            more = [c for c in every if c.id not in {one.id for one in way.changes}]
            yield replace(way, changes=(*way.changes, *more[:1]))

    _changed(patch, padded)


@mutant("explainer", "the dearest repair comes first")
def _(patch):
    _changed(patch, lambda self, found: reversed(list(islice(found, 20))))


@mutant("explainer", "the margin names one loss too few")
def _(patch):
    real = holding.find_level_margin

    def find_level_margin(*args):
        found = real(*args)
        return replace(found, least=tuple(drop[:-1] for drop in found.least))

    patch.setattr("kiemdinh.explanation.find_level_margin", find_level_margin)


@mutant("explainer", "a sufficient reason lacks one of its facts")
def _(patch):
    real = sufficient_reason.find_sufficient_reason

    def find_sufficient_reason(*args):
        found = real(*args)
        return replace(found, reason=found.reason[1:])

    patch.setattr("kiemdinh.explanation.find_sufficient_reason", find_sufficient_reason)


# -- loader --------------------------------------------------------------------------------------------------------


@mutant("loader", "thresholds are rounded to whole numbers", FIGURES)
def _(patch):
    real = QuantityLowerer.lower_operand

    def lower_operand(self, operand, measure, scope, path):
        found = real(self, operand, measure, scope, path)
        return Constant(int(found.value)) if isinstance(found, Constant) else found

    patch.setattr(QuantityLowerer, "lower_operand", lower_operand)


@mutant("loader", "the steps of a scale are read from the top")
def _(patch):
    real = Context.ladder_steps
    patch.setattr(Context, "ladder_steps", lambda self, scale, path: real(self, scale, path)[::-1])


@mutant("loader", "a set takes in what is without its tag")
def _(patch):
    real = MemberFinder._choose_nodes

    def choose_nodes(self, name, definition, ids, layer):
        bare = definition and definition.model_copy(update={"tagged": (), "untagged": ()})
        return real(self, name, bare, ids, layer)

    patch.setattr(MemberFinder, "_choose_nodes", choose_nodes)


@mutant("loader", "a table gives its otherwise for every choice", FIGURES)
def _(patch):
    real = TableLowerer._lower_by_choice

    def lower_by_choice(self, table, measure, scope, path):
        real(self, table, measure, scope, path)
        return self.quantities.lower_operand(table.otherwise, measure, scope, path)

    patch.setattr(TableLowerer, "_lower_by_choice", lower_by_choice)


@mutant("loader", "a level needs one requirement of its own only")
def _(patch):
    lowerer = lowering._FrameworkLowerer
    real = lowerer._conjoin_members
    patch.setattr(lowerer, "_conjoin_members", lambda self, info, members, at: real(self, info, members[:1], at))


@mutant("loader", "the digest of a definition leaves out its tree")
def _(patch):
    real = loading.rules_digest
    patch.setattr(loading, "rules_digest", lambda said: real(said.model_copy(update={"tree": said.tree[:1]})))


@mutant("reader", "the digest of a dossier leaves out what is found")
def _(patch):
    real = digest.dossier_digest
    patch.setattr("kiemdinh.evidence.dossier.model.dossier_digest", lambda said: real(replace(said, findings=())))
