"""What lint claims of rules over the members of a register holds for every register, and shows no false alarm."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from gallery import form
from kiemdinh.analysis.member_counts import member_counts
from kiemdinh.analysis.study import Study

COMMUNE = """
kiemdinh: 1
framework: org.example.commune
en: Commune
cite: A
source: {document: Example}
subject: {kind: commune, has: [school]}
inputs:
  public: {type: yes_no, each: school, en: Public}
  pupils: {type: number, step: 1, range: {from: 0, to: 100}, each: school, en: Pupils}
references: {org.example.other/muc: {scale: [one, two]}, org.example.other/mark: {scale: [a, b, c], labels: true}}
layers: [{id: criterion, verdict: met, en: Criterion}]
sets:
  public: {among: school, where: {value: public, is: true}, if_empty: EMPTY}
  all: {among: school, if_empty: unmet}
tree: [{id: "1", en: One, met_if: COND}, {id: "2", en: Two}]
outcomes:
  - id: result
    en: Result
    cases: [{id: good, en: Good, if: {every: criterion, that: met}}]
    otherwise: {id: poor, en: Poor}
"""
MANY, FEW = "{value: pupils, at_least: 5}", "{value: pupils, below: 3}"
BOTH = f"{{all: [{MANY}, {FEW}]}}"


def every(that):
    return f"{{every: public, that: {that}}}"


def count(that, comparison):
    return f"{{count: public, that: {that}, {comparison}}}"


def both(*conditions):
    return f"{{all: [{', '.join(conditions)}]}}"


ABOUT_RULES = {"KD501", "KD502", "KD503", "KD504", "KD520", "KD522", "KD524"}


def load(condition, empty="unmet"):
    return kd.load(text=COMMUNE.replace("COND", condition).replace("EMPTY", empty))


def find_codes(condition, empty="unmet"):
    return {one.code for one in kd.lint(load(condition, empty)) if one.code in ABOUT_RULES}


class TestClaims:
    """6.2 A population is a register of schools, not the dossiers at hand."""

    @pytest.mark.parametrize(
        ("condition", "codes"),
        [
            # No one member fulfils both, but one of two can.
            (both(count(MANY, "at_least: 1"), count(FEW, "at_least: 1")), set()),
            # Every one would have to, and there has to be one.
            (both(every(MANY), every(FEW)), {"KD502", "KD503"}),
            (count(BOTH, "at_least: 1"), {"KD502", "KD503"}),
            # The count of a part is no larger than that of the whole.
            (both("{count: public, at_most: 1}", count(MANY, "above: 1")), {"KD502", "KD503"}),
            (both("{count: public, at_most: 2}", count(MANY, "above: 1")), set()),
            # Who has 5 has 3: what asks for less adds nothing.
            (both(every(MANY), every("{value: pupils, at_least: 3}")), {"KD522"}),
            # One member shows shares of 0% and 100% alone; three show two thirds.
            (f"{{share: public, that: {MANY}, at_least: 60%, at_most: 70%}}", set()),
            (f"{{share: public, that: {MANY}, at_least: 60%}}", set()),
            (f"{{share: public, that: {BOTH}, at_least: 60%}}", {"KD503"}),
        ],
    )
    def test_what_holds_of_every_register_is_claimed_and_nothing_else(self, condition, codes):
        assert find_codes(condition) == codes

    def test_an_empty_register_fails_what_cannot_fail_otherwise(self):
        whole = f"{{any: [{{count: all, that: {MANY}, at_least: 1}}, {{every: all, that: {{not: {MANY}}}}}]}}"
        assert "KD504" not in find_codes(whole)

    def test_that_a_register_lacks_nobody_is_no_improvement(self):
        for condition in (
            f"{{count: public, that: {MANY}, at_least: 2}}",
            f"{{share: public, that: {MANY}, below: 30%}}",
        ):
            assert "KD524" not in find_codes(condition)


class TestResultsOfOthers:
    """6.5 An outcome of another framework is, on the evidence date, the first of these that exists."""

    @pytest.mark.parametrize(
        "condition",
        [
            both("{outcome: org.example.other/muc, is: two}", "{not: {outcome: org.example.other/muc, at_least: one}}"),
            both("{outcome: org.example.other/mark, is: a}", "{outcome: org.example.other/mark, is: b}"),
        ],
    )
    def test_levels_rise_and_a_label_is_one(self, condition):
        assert "KD503" in find_codes(condition)
        assert "KD503" in find_codes(f"{{every: public, that: {condition}}}")

    def test_an_award_that_needs_awards_of_members_can_be_gained_first(self):
        text = COMMUNE.replace("COND", f"{{every: all, that: {MANY}}}").replace("EMPTY", "met")
        needs = "{all: [{outcome: result, is: good}, {every: all, that: {award: org.example.other/xa, is: held}}]}"
        awards = f"awards: [{{id: district, en: District, valid: 5 years, needs: {needs}}}]\n"
        text = text.replace("references: {", "references: {org.example.other/xa: {}, ") + awards
        assert "KD528" not in {one.code for one in kd.lint(text=text)}


class TestWitnesses:
    """What one dossier shows is shown with its register, results and awards of members."""

    def test_an_award_that_is_gained_and_lost_on_the_same_facts(self):
        (found,) = (one for one in kd.lint(text=form("F32")) if one.code == "KD525")
        # The commune was revoked, and holds its award anew.
        assert {(row["member"], "ended" in row) for row in found.witness["held"]} == {
            ("commune-1", True), ("commune-1", False),
        }  # fmt: skip
        result = kd.assess(kd.load(text=form("F32")), found.witness)
        (award,) = result.awards
        assert (award.certain is not None, str(award.loss)) == (True, "met")


# -- every register, counted ---------------------------------------------------------------------------------------

TESTS = {
    MANY: lambda _low, _mid, high: high,
    FEW: lambda low, _mid, _high: low,
    None: lambda low, mid, high: low + mid + high,
}
ATOMS = [
    (every(MANY), "every", MANY, 0),
    (every(FEW), "every", FEW, 0),
    *((count(one, "at_least: 1"), "at_least", one, 1) for one in (MANY, FEW)),
    *((count(one, "at_most: 1"), "at_most", one, 1) for one in (MANY, FEW)),
    ("{count: public, at_most: 1}", "at_most", None, 1),
    ("{count: public, above: 1}", "above", None, 1),
]


def holds(atom, counts, empty):
    """Whether an atom holds where so many public schools have few, some and many pupils, as a reader would say."""
    _, op, test, number = atom
    found, whole = TESTS[test](*counts), sum(counts)
    if whole == 0 and test is not None:  # what is asked of nobody is what the set says (1.8)
        return empty == "met"
    if op == "every":
        return found == whole
    return {"at_least": found >= number, "at_most": found <= number, "above": found > number}[op]


@given(atoms=st.lists(st.sampled_from(ATOMS), min_size=2, max_size=2), negated=st.booleans(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_never_met_is_proved_just_where_no_register_meets_it(atoms, negated, data):
    """Registers of up to 12 public schools are counted out; no rule here tells more of them apart."""
    empty = data.draw(st.sampled_from(["met", "unmet"]))
    first, second = atoms
    written = f"{{all: [{first[0]}, {f'{{not: {second[0]}}}' if negated else second[0]}]}}"
    framework = load(written, empty)
    counts = member_counts(framework)
    if not counts:
        return
    shown = any(
        holds(first, one, empty) and holds(second, one, empty) is not negated for one in product(range(5), repeat=3)
    )
    studies = [Study(framework, members=number) for number in counts]
    assert all(study.is_never_met(study.inlined["1"]) for study in studies) is not shown


def test_how_many_members_a_proof_needs():
    assert member_counts(load(f"{{every: public, that: {MANY}}}")) == (1, 2)
    assert member_counts(load(f"{{count: public, that: {MANY}, at_least: 9}}")) == ()
    assert member_counts(load(f"{{share: public, that: {MANY}, at_least: 60%}}")) == ()
    assert member_counts(kd.load("vn.tt57-2026.gdtx")) == ()
