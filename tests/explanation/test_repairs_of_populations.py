"""Repairs of a commune name the members to raise, as a search through all ways finds them (semantics 6.4)."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from communes import LEVELS, assess_tan_lap, commune

MUC = "vn.tt13-2020/muc"
OPEN_OF_D = "level: toi-thieu, attainable: muc-1, side: computed"
WORDS = ("none", *LEVELS)
FACILITY = """
kiemdinh: 1
framework: vn.tt13-2020
en: Facility standard
source: {document: Example}
subject: {kind: school}
scales: {muc: {steps: [{id: toi-thieu}, {id: muc-1}, {id: muc-2}]}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "a", en: Rooms}, {id: "b", en: Yard}, {id: "c", en: Gym}]
outcomes:
  - id: muc
    ladder: muc
    needs:
      toi-thieu: {count: criterion, that: met, at_least: 1}
      muc-1: {count: criterion, that: met, at_least: 2}
      muc-2: {every: criterion, that: met}
"""


def assess_schools(framework, schools):
    register = [
        {"id": f"S{i}", "public": "unknown" if public is None else public, "highest_stage": "thcs"}
        for i, (public, _) in enumerate(schools)
    ]
    results = [{"member": f"S{i}", "outcome": MUC, "is": WORDS[rank]} for i, (_, rank) in enumerate(schools)]
    dossier = {
        "date": "2024-06-30",
        "complete": ["school"],
        "inputs": {"region": "other"},
        "findings": {"10": "met", "17": "met"},
        "register": {"school": register},
        "results": results,
    }
    return kd.assess(framework, dossier, on="2024-06-30")


def is_met(schools):
    """Whether the criterion is met for sure, by the rule written by hand, whoever of the unknown ones is public."""
    open_ = [i for i, (public, _) in enumerate(schools) if public is None]
    return all(
        meets([rank for i, (public, rank) in enumerate(schools) if public or (public is None and i in chosen)])
        for n in range(len(open_) + 1)
        for chosen in combinations(open_, n)
    )


def meets(ranks):
    least = 5 if len(ranks) <= 3 else 7
    return bool(ranks) and min(ranks) >= 1 and 10 * sum(rank >= 2 for rank in ranks) >= least * len(ranks)


def raise_all(schools, targets):
    return [(public, max(rank, targets.get(i, 0))) for i, (public, rank) in enumerate(schools)]


def least_by_trial(schools):
    """The fewest schools to raise, and each way of that size with the lowest ranks that do."""
    if is_met(schools):
        return 0
    for n in range(1, len(schools) + 1):
        for chosen in combinations(range(len(schools)), n):
            if is_met(raise_all(schools, dict.fromkeys(chosen, 3))):
                return n
    return None


def targets_of(repair):
    found = {}
    for change in repair.changes:
        found[int(change.member.id[1:])] = WORDS.index(change.level)
    return found


schools_of_a_commune = st.lists(st.tuples(st.sampled_from([True, True, False, None]), st.integers(0, 3)), max_size=5)


class TestAgainstTrial:
    """6.4 A repair of a population is a set of members' targets."""

    @given(schools_of_a_commune)
    @settings(max_examples=60, deadline=None)
    def test_the_least_number_of_members_is_that_of_a_search_through_all_ways(self, schools):
        repairs = assess_schools(commune(), schools).repairs(target="dat")
        assert repairs.cost == least_by_trial(schools)

    @given(schools_of_a_commune)
    @settings(max_examples=40, deadline=None)
    def test_each_repair_does_and_nothing_of_it_can_be_left_out(self, schools):
        for repair in assess_schools(commune(), schools).repairs(target="dat").first(5):
            targets = targets_of(repair)
            assert is_met(raise_all(schools, targets))
            for school, rank in targets.items():
                for less in range(rank):
                    assert not is_met(raise_all(schools, targets | {school: less}))

    def test_steps_of_one_member_are_one_change_to_the_highest(self):
        repair = assess_schools(commune(), [(True, 0)]).repairs(target="dat").cheapest
        assert [(change.member.id, change.level, change.cost) for change in repair.changes] == [("S0", "muc-1", 1)]


class TestManyOpenMembers:
    """5.3 ... The result says `proved` or `bound`."""

    @given(
        st.lists(st.sampled_from([1, 2, 3]), min_size=7, max_size=7),
        st.lists(st.integers(0, 3), min_size=1, max_size=2),
    )
    @settings(max_examples=15, deadline=None)
    def test_what_is_not_proved_to_be_the_least_is_bounded(self, of_open, of_public):
        """Seven schools that may be public have more cases than a repair is made to hold in one by one."""
        schools = [(None, rank) for rank in of_open] + [(True, rank) for rank in of_public]
        repairs, least = assess_schools(commune(), schools).repairs(target="dat"), least_by_trial(schools)
        assert repairs.cheapest is None or is_met(raise_all(schools, targets_of(repairs.cheapest)))
        assert repairs.cost - repairs.gap <= least <= repairs.cost
        assert repairs.proved is (repairs.gap == 0)

    def test_the_least_of_seven_is_one_less_than_what_holds_whoever_belongs(self):
        """One of the seven may stay: with the public one alone it makes 1 of 2, and with others at least 3 of 4."""
        repairs = assess_schools(commune(), [(None, 1)] * 7 + [(True, 1)]).repairs(target="dat")
        assert (repairs.cost, repairs.proved) == (8, False)
        assert repairs.cost - repairs.gap <= 7

    def test_what_each_case_asks_for_is_proved(self):
        repairs = assess_schools(commune(), [(None, 3)] * 7 + [(True, 1)]).repairs(target="dat")
        assert (repairs.cost, repairs.proved) == (1, True)


class TestCosts:
    """6.4 ... its cost is their sum, and choices stay choices."""

    def test_stages_of_a_school_are_counted_each_unless_schools_are(self):
        both = (
            "{member: C, stage: tieu-hoc, outcome: vn.tt13-2020/muc, is: muc-1",
            f"{{member: C, stage: tieu-hoc, outcome: {MUC}, is: toi-thieu",
        )
        result = assess_tan_lap(both)
        found = {m: [r.cost for r in result.repairs(target="dat", minimise=m)] for m in ("cost", "schools")}
        assert found == {"cost": [1, 2], "schools": [1, 1]}

    def test_efforts_may_be_given_by_the_member(self):
        costs = {"school/D": 5, "school/C/thcs": 2}
        found = assess_tan_lap().repairs(target="dat", costs=costs)
        assert [repair.cost for repair in found] == [2, 5]

    def test_where_members_were_assessed_each_costs_its_own_repair_which_stands_beneath(self):
        facility = kd.load(text=FACILITY)
        nothing = dict.fromkeys("abc", "unmet")
        members = {
            "C/thcs": kd.assess(facility, {"findings": nothing | {"a": "met"}, "date": "2024-06-30"}, on="2024-06-30"),
            "D": kd.assess(facility, {"findings": nothing, "date": "2024-06-30"}, on="2024-06-30"),
        }
        repairs = assess_tan_lap().repairs(target="dat", members=members)
        assert [(repair.cost, repair.changes[0].member.shown) for repair in repairs] == [(1, "C/thcs"), (2, "D")]
        assert len(repairs.cheapest.changes[0].own) == 1
        assert "Yard" in repairs.to_text(lang="en")

    def test_what_is_no_assessment_is_refused(self):
        with pytest.raises(kd.InputError) as caught:
            assess_tan_lap().repairs(target="dat", members={"C": 3})
        assert [problem.code for problem in caught.value.diagnostics] == ["KD334"]


class TestWords:
    def test_a_change_says_whom_to_raise_and_to_what(self):
        text = assess_tan_lap().repairs(target="dat").to_text(lang="en")
        assert "Raise C/thcs to level 1 of “Facility standard” – not met" in " ".join(text.split())

    def test_and_in_vietnamese(self):
        text = " ".join(assess_tan_lap().repairs(target="dat").to_text(lang="vi").split())
        assert "Nâng C/thcs lên mức độ 1 theo “Tiêu chuẩn cơ sở vật chất”" in text

    def test_a_blocker_of_a_member_is_a_node_with_a_member(self):
        result = assess_tan_lap(("public: unknown", "public: true"), ("attainable: muc-1", "attainable: toi-thieu"))
        leaves = list(result.explain(target="dat").target.blocking.leaves())
        assert {(leaf.kind, leaf.member.shown) for leaf in leaves if leaf.member} == {("node", "C/thcs"), ("node", "D")}


class TestIncompleteRegisters:
    """6.2 ... Unless the register is said to be complete there may be further members."""

    def test_to_complete_the_register_is_a_change_of_its_own(self):
        result = assess_tan_lap(("complete: [school]\n", ""), ("public: unknown", "public: true"))
        repairs = [[change.id for change in repair.changes] for repair in result.repairs(target="dat")]
        assert repairs == [
            ["known:school", "reaches:vn.tt13-2020:muc/muc-1@school/D"],
            ["known:school", "reaches:vn.tt13-2020:muc/muc-1@school/C/thcs"],
        ]

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_every_page_of_it_can_be_told(self, lang):
        result = assess_tan_lap(("complete: [school]\n", ""))
        pages = (result, result.explain(target="dat"), result.repairs(target="dat"), result.ask_next())
        assert all(page.to_text(lang=lang, full=True) for page in pages[:2])
        assert all(page.to_text(lang=lang) for page in pages)
        assert "is not said to be complete" in " ".join(result.explain(target="dat").to_text(lang="en").split())


class TestRanges:
    """6.5 ... Two of one side and date that differ are *disputed*."""

    @pytest.mark.parametrize(
        ("records", "lang", "said"),
        [
            ((), "en", "Raise D to level 1 of “Facility standard” – unknown: minimum to level 1"),
            ((), "vi", "Nâng D lên mức độ 1 theo “Tiêu chuẩn cơ sở vật chất” – chưa rõ: từ tối thiểu đến mức độ 1"),
            (
                (OPEN_OF_D, "is: unknown"),
                "en",
                "Raise D to level 1 of “Facility standard” – unknown: recorded as unknown",
            ),
            (
                (OPEN_OF_D, "is: muc-2, on: 2024-03-01}\n  - {member: D, outcome: vn.tt13-2020/muc, is: toi-thieu"),
                "en",
                "Raise D to level 1 of “Facility standard” – unknown: minimum to muc-2, records contradict each other",
            ),
        ],
    )
    def test_a_repair_says_between_which_steps_a_member_is(self, records, lang, said):
        result = assess_tan_lap(*([records] if records else []))
        assert f"• {said} " in " ".join(result.repairs(target="dat").to_text(lang=lang).split())

    def test_a_blocker_says_it_too(self):
        page = assess_tan_lap(("public: unknown", "public: true")).explain(target="dat").to_text(lang="en", full=True)
        assert "D: level 1 of “Facility standard” – unknown: minimum to level 1" in " ".join(page.split())
