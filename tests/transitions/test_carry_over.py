"""4.7 **Carry-over.** A crosswalk relates nodes of two frameworks ... A carry-over makes records under the new
framework out of records under the old."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.data.transitions.carry_over_schema import schema_of_carry_over
from kiemdinh.evidence.dossier import ToConfirm
from kiemdinh.testing import dossiers

OLD, NEW, DAY = "vn.tt18-2018", "vn.tt57-2026.pho-thong", "2027-06-30"
EXAMPLES = Path(__file__).parents[2] / "examples"
UNDER_OLD = (
    "th-lam-son",
    "th-suoi-khoang",
    "thcs-phu-van",
    "thpt-nam-sai",
    "thcs-thpt-sao-khue",
    "mn-an-phu",
    "mn-hoa-cuc",
)
SCHOOL = {"id": "s-1", "name": "THCS Ví Dụ", "stages": ["thcs"]}


def old(**more):
    return {"school": SCHOOL, "framework": OLD, "date": "2026-05-30", **more}


def new(**more):
    return {"school": SCHOOL, "framework": NEW, "date": DAY, **more}


def carry(dossier, **more):
    return kd.carry_over(dossier, **{"to": NEW, "on": DAY, "lang": "en", **more})


def read(done):
    return kd.read_dossier(done.dossier, NEW)


def unused(done):
    return [(one.id, one.reason) for one in done.unused]


def own_definitions():
    """Two small frameworks, A and B."""
    first = {
        "kiemdinh": 1,
        "framework": "org.example.a",
        "source": {"document": "Rule A"},
        "subject": {"kind": "hotel"},
        "scales": {"stars": {"steps": [{"id": "one"}, {"id": "two"}]}},
        "layers": [{"id": "item", "verdict": "level", "scale": "stars", "no_text": "carries"}],
        "evidence": {"code": "A-{item}-{serial:2}", "items": 1},
        "inputs": {
            "area": {"type": "choice", "choices": [{"id": "town"}, {"id": "sea"}], "en": "Where", "given": True},
            "beds": {"type": "number", "unit": "beds", "en": "Beds", "given": True},
        },
        "tree": [
            {
                "id": str(n),
                "en": f"Item {n}",
                "levels": {"one": [{"id": "a", "en": "x"}], "two": [{"id": "a", "en": "y"}]},
            }
            for n in (1, 2, 3)
        ],
        "outcomes": [
            {
                "id": "class",
                "ladder": "stars",
                "needs": {s: {"every": "item", "that": {"its": "level", "at_least": s}} for s in ("one", "two")},
            }
        ],
    }
    second = {**copy.deepcopy(first), "framework": "org.example.b"}
    second["evidence"]["code"] = "B-{item}-{serial:2}"
    second["inputs"]["area"]["choices"] = [{"id": "sea"}, {"id": "hill"}]
    second["inputs"]["beds"]["range"] = {"from": 0, "to": 100}
    return first, second


def own_frameworks():
    """Two small frameworks, A and B, and how they relate."""
    first, second = own_definitions()
    why, sure = {"en": "Reason"}, {"confidence": "high"}
    relations = [
        {"from": "1", "to": "1", "is": "equivalent-to", "why": why, **sure},
        {"from": "2", "to": "1", "is": "intersects-with", "why": why, **sure},
        {"from": "2/two", "to": "2/two", "is": "subset-of", "why": why, **sure},
        {"from": "3", "is": "none", "why": why, **sure},
        {"from": "inputs/area", "to": "inputs/area", "is": "equivalent-to", "why": why, **sure},
        {"from": "inputs/beds", "to": "inputs/beds", "is": "equivalent-to", "why": why, **sure},
    ]
    walk = {"kiemdinh": 1, "crosswalk": {"from": "org.example.a", "to": "org.example.b"}, "relations": relations}
    return kd.load(first), kd.load(second), walk


def test_levels_of_an_edition_whose_steps_have_other_ids(pair):
    """The crosswalk relates ``2/two``; the edition of the dossier calls that level ``upper``."""
    first, second, crosswalk = pair
    text = json.dumps(first.source.data).replace('"two"', '"upper"')
    earlier = kd.load(json.loads(text))
    dossier = {"framework": earlier.id, "date": "2026-05-30", "findings": {"2": "upper"}}
    done = kd.carry_over(dossier, framework=earlier, to=second, on=DAY, crosswalk=crosswalk, lang="en")
    assert sorted(one.id for one in done.carried if one.kind == "finding") == ["1", "2"]


@pytest.fixture(scope="module")
def pair():
    first, second, walk = own_frameworks()
    return first, second, kd.load_crosswalk(walk, source=first, target=second)


def carry_own(pair, dossier, **more):
    first, second, walk = pair
    return kd.carry_over(
        {"date": "2026-05-30", **dossier}, framework=first, to=second, on=DAY, crosswalk=walk, lang="en", **more
    )


class TestFindings:
    """4.7 ... A finding is carried only where nothing is recorded at the node, above or below it, on any side."""

    def test_it_is_unknown_to_confirm_with_its_origin(self):
        done = carry(old(findings={"1.1": "muc-2"}))
        (found,) = read(done).findings
        assert (found.node, found.side, str(found.date)) == ("1.1", "self", DAY)
        assert found.verdict == ToConfirm((f"{OLD}@2025-01-25 1.1: muc-2 (2026-05-30)",))

    def test_a_level_that_is_not_claimed_leads_nowhere(self, pair):
        first = carry_own(pair, {"findings": {"2": "one"}})
        assert [record.id for record in first.carried] == ["1"]
        second = carry_own(pair, {"findings": {"2": "two"}})
        assert [record.id for record in second.carried] == ["1", "2"]

    def test_what_stands_below_a_level_goes_where_the_level_goes(self, pair):
        done = carry_own(pair, {"findings": {"2/two/a": "met", "2/one/a": "unmet"}})
        assert [(record.id, record.sources) for record in done.carried] == [("1", ("2",)), ("2", ("2",))]
        assert done.carried[0].origin == ("org.example.a 2/*: 1 unmet (2026-05-30)",)

    @pytest.mark.parametrize("side", ["findings", "external"])
    @pytest.mark.parametrize("node", ["1.1", "1.1/muc-1/a", "1.1/muc-2/b"])
    def test_nothing_is_carried_where_something_is_recorded_at_it_or_below(self, side, node):
        word = "muc-1" if node == "1.1" else "met"
        done = carry(old(findings={"1.1": "muc-2"}), into=new(**{side: {node: word}}))
        assert [record.kind for record in done.carried] == []
        assert unused(done) == [("1.1", "recorded")]

    def test_the_latest_of_each_side_is_its_origin(self):
        findings = {"1.1": [{"is": "muc-1", "on": "2025-05-30"}, "muc-2"]}
        done = carry(old(findings=findings, external={"1.1": {"is": "muc-1", "on": "2025-10-01"}}))
        assert [text.partition(": ")[2] for text in done.carried[-1].origin] == [
            "muc-2 (2026-05-30)",
            "muc-1 (2025-10-01, external)",
        ]

    def test_what_is_later_than_the_new_dossier_is_left(self):
        done = carry(old(findings={"1.1": {"is": "muc-2", "on": "2027-07-01"}}))
        assert (read(done).findings, unused(done)) == ((), [("1.1", "later")])

    def test_a_stage_that_has_records_of_its_own_is_left_alone(self):
        school = {"id": "s-1", "stages": ["tieu-hoc", "thcs"]}
        done = carry(
            old(school=school, findings={"1.1": "muc-2", "1.2": "muc-1"}),
            into=new(school=school, stages={"thcs": {"findings": {"1.1": "muc-1"}}}),
        )
        found = [(one.node, one.stage) for one in read(done).findings if isinstance(one.verdict, ToConfirm)]
        assert sorted(found, key=str) == [("1.1", "tieu-hoc"), ("1.2", None)]

    def test_without_counterpart_and_without_source(self):
        done = carry(old(findings={"1.3": "muc-2", "1.1": "muc-1"}))
        (lost,) = done.unmapped
        assert lost.id == "1.3"
        assert lost.why.en.startswith("No indicator")
        assert (
            done.without_source
            == tuple(f"{s}.{c}" for s, n in ((1, 4), (2, 3), (3, 5), (4, 3)) for c in range(1, n + 1))[1:]
        )

    def test_of_several(self):
        done = carry(old(findings={"3.1": "muc-2", "3.2": "muc-1", "1.1": "muc-1"}))
        assert [(one.id, one.sources) for one in done.several_sources] == [("4.1", ("3.1", "3.2"))]

    def test_an_edition_as_issued_is_amended_first(self):
        done = carry(old(date="2024-05-30", findings={"1.1": "muc-2", "3.6": "muc-1"}))
        assert done.source == f"{OLD}@2018-10-10"
        assert [record.id for record in done.carried if record.kind == "finding"] == ["1.1"]
        assert [(one.id, one.why.en) for one in done.unmapped] == [("3.6", "removed by 22/2024/TT-BGDĐT, Điều 2")]


class TestItems:
    """4.7 ... Items keep their codes and get new ones in `also` (the first target criterion in declared order, the next
    serial that no item has and no record cites)."""

    def test_they_keep_their_codes_and_get_new_ones(self):
        evidence = {"H1-1.1-01": "Plan", "H1-1.2-01": {"title": "Council", "until": "2027-01-31"}, "H9": "Not cited"}
        findings = {
            "1.2": {"is": "muc-1", "by": ["H1-1.2-01"]},
            "1.1": {"is": "muc-1", "by": ["H1-1.1-01", "H1-1.2-01"]},
        }
        done = carry(old(evidence=evidence, findings=findings))
        items = read(done).evidence
        assert {code: item.also for code, item in items.items()} == {
            "H1-1.1-01": ("MC.1.1.01",),
            # It went to 1.2 and to 1.1, which is the first.
            "H1-1.2-01": ("MC.1.1.02",),
            "H9": (),
        }
        assert [record.id for record in done.carried if record.expired] == ["H1-1.2-01"]

    def test_a_serial_that_an_item_has_or_a_record_cites_is_passed_over(self):
        into = new(evidence={"MC.1.1.01": "Theirs"}, findings={"2.1": {"is": "muc-1", "by": "MC.1.1.02"}})
        done = carry(old(evidence={"A": "Plan"}, findings={"1.1": {"is": "muc-1", "by": "A"}}), into=into)
        assert read(done).evidence["A"].also == ("MC.1.1.03",)

    def test_into_records_without_an_index_none_is_carried(self):
        """4.7 ... Into a dossier that has records and no evidence index no item is carried, since the index would hold
        its findings to the policy (3.3); they are listed."""
        done = carry(old(evidence={"A": "Plan"}, findings={"1.1": "muc-1"}), into=new(findings={"2.1": "muc-1"}))
        assert read(done).evidence is None
        assert ("A", "no-index") in unused(done)
        assert kd.assess(NEW, done.dossier).node("2.1").guaranteed.id == "muc-1"

    def test_a_code_that_another_item_has(self):
        into = new(evidence={"B": {"title": "Other", "also": ["A"]}, "C": "Same"})
        done = carry(old(evidence={"A": "Plan", "C": "Same", "D": {"also": ["b"]}}), into=into)
        assert unused(done) == [("A", "code-taken"), ("C", "recorded")]
        assert read(done).evidence["D"].also == ()


class TestFigures:
    """4.7 ... Figures are carried where the crosswalk calls the measure the same, unit and window included."""

    def test_the_same_measure(self):
        done = carry(old(inputs={"cohort_completed": True, "teachers": {"2024-2025": 30}, "area": "other"}))
        (value,) = read(done).values
        assert (value.name, value.value, str(value.date)) == ("cohort_completed", 1, "2026-05-30")
        assert unused(done) == [("inputs/teachers", "other-measure")]
        assert [one.id for one in done.unmapped] == ["inputs/area"]

    def test_two_figures_that_become_one_are_told(self):
        texts = own_definitions()
        texts[0]["inputs"]["rooms"] = {**texts[0]["inputs"]["beds"], "en": "Rooms"}
        first, second = map(kd.load, texts)
        walk = own_frameworks()[2]
        walk["relations"].append({**walk["relations"][-1], "from": "inputs/rooms"})
        done = kd.carry_over(
            {"date": "2026-05-30", "inputs": {"beds": 12, "rooms": 14}}, framework=first, to=second, on=DAY,
            crosswalk=kd.load_crosswalk(walk, source=first, target=second), lang="en",
        )  # fmt: skip
        assert [(one.id, one.sources) for one in done.several_sources] == [
            ("inputs/beds", ("inputs/beds", "inputs/rooms"))
        ]
        assert "1 figure has the values of several old ones" in done.to_text("en")
        # Both stay until somebody chooses: they are disputed.
        assert [value.value for value in kd.read_dossier(done.dossier, second).values] == [12, 14]

    def test_a_figure_of_several_years_is_one_entry(self):
        walk = own_frameworks()[2]
        beds = {"2023-2024": 12, "2024-2025": 14, "2025-2026": 120}
        texts = own_definitions()
        texts[0]["inputs"]["beds"] |= {"each": "year"}
        texts[1]["inputs"]["beds"] |= {"each": "year"}
        first, second = map(kd.load, texts)
        done = kd.carry_over(
            {"date": "2026-05-30", "inputs": {"beds": beds}}, framework=first, to=second, on=DAY,
            crosswalk=kd.load_crosswalk(walk, source=first, target=second), lang="en",
        )  # fmt: skip
        (figure,) = (one for one in done.carried if one.kind == "figure")
        assert (figure.id, len(figure.records), len(figure.origin)) == ("inputs/beds", 2, 2)
        assert unused(done) == [("inputs/beds", "no-word")]
        assert "figures 1," in done.to_text("en")

    def test_their_days_are_written_as_the_language_writes_days(self):
        done = carry(old(inputs={"area": "other"}))
        assert "inputs/area (30/05/2026)" in done.to_text("vi")
        assert "inputs/area (2026-05-30)" in done.to_text("en")

    def test_what_was_not_carried_has_the_title_of_the_old_framework(self):
        done = carry(old(inputs={"teachers": {"2024-2025": 30}, "area": "other"}, findings={"1.5": "muc-1"}))
        assert {one.id: one.titles.vi for one in (*done.unmapped, *done.unused)} == {
            "1.5": "Lớp học",
            "inputs/area": "Vùng của trường",
            "inputs/teachers": "Số giáo viên",
        }
        assert "1.5 Lớp học: " in done.to_text("vi")
        assert "inputs/teachers Số giáo viên: " in done.to_text("vi")

    def test_a_word_that_the_new_figure_has_not_and_a_number_outside_its_range(self, pair):
        done = carry_own(pair, {"inputs": {"area": "town", "beds": 120}})
        assert unused(done) == [("inputs/area", "no-word"), ("inputs/beds", "no-word")]
        done = carry_own(pair, {"inputs": {"area": "sea", "beds": 12}})
        by_name = {value.name: value.value for value in kd.read_dossier(done.dossier, pair[1]).values}
        assert by_name == {"area": 0, "beds": 12}  # the words stand at other places

    def test_what_is_recorded_stays(self):
        done = carry(old(inputs={"cohort_completed": True}), into=new(inputs={"cohort_completed": False}))
        assert [value.value for value in read(done).values] == [0]
        assert unused(done) == [("inputs/cohort_completed", "recorded")]


class TestAwards:
    """4.7 ... Awards stay awards of the old framework."""

    def held(self):
        award = kd.load(OLD).awards[0]
        grade = kd.load(OLD).definition.scales[award.ladder].steps[0].id
        return {"award": award.id, "grade": grade, "signed": "2024-12-01", "until": "2029-12-01"}

    def test_they_are_named_with_their_framework(self):
        done = carry(old(held=[self.held()]))
        (held,) = read(done).held
        assert held.award == f"{OLD}/{self.held()['award']}"
        assert str(held.until) == "2029-12-01"

    def test_a_list_that_is_said_to_be_complete_is_left(self):
        done = carry(old(held=[self.held()]), into=new(complete=["held"]))
        assert (read(done).held, unused(done)[0][1]) == ((), "complete")


class TestRaised:
    """4.7 ... Carried findings alone never raise a guaranteed level. Carried items, figures and context are records and
    may; the result lists each level that they lift."""

    def test_an_item_that_a_finding_waits_for(self):
        into = new(evidence={}, findings={"2.3": {"is": "muc-1", "by": "A"}})
        done = carry(old(evidence={"A": "Plan"}, findings={"2.3": {"is": "muc-1", "by": "A"}}), into=into)
        assert [(one.id, one.before, one.after.id) for one in done.raised] == [("2.3", None, "muc-1")]
        assert "2.3: no level to Level 1" in done.to_text("en")

    def test_the_records_that_lift_it_are_named(self):
        into = new(evidence={}, findings={"2.3": {"is": "muc-1", "by": ["A", "B"]}})
        evidence = {"X1": "Other", "A": "Plan", "X2": "Other", "B": {"until": "2027-01-31"}}
        done = carry(old(evidence=evidence, inputs={"cohort_completed": True}), into=into)
        # B has expired, and the others are cited by nothing.
        assert [one.by for one in done.raised] == [("A",)]
        assert "by A" in done.to_text("en")

    def test_one_of_two_that_would_do_is_named(self):
        into = new(evidence={}, findings={"2.3": {"is": "muc-1", "by": ["A", "B"]}})
        done = carry(old(evidence={"A": "Plan", "B": "Report"}), into=into)
        assert [len(one.by) for one in done.raised] == [1]

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_findings_alone_never_raise(self, data):
        """Whatever the old school has found, and whatever the new one has: each level is as it was or lower."""
        source, target = kd.load(OLD), kd.load(NEW)
        drawn, base = data.draw(dossiers(source)), data.draw(st.just({}) | dossiers(target))
        kept = {key: value for key, value in drawn.items() if key in ("findings", "external")}
        base.pop("date", None)
        stages = base.get("school", {}).get("stages")
        school = {"school": {"stages": stages}} if stages else {}
        done = carry({"date": "2026-05-30", **kept, **school}, framework=OLD, into={"date": DAY, **base})
        assert done.raised == ()
        before, after = (kd.assess(target, one, on=DAY) for one in ({"date": DAY, **base}, done.dossier))
        reached = {one.id: one.guaranteed for one in before.nodes}
        ranks = {None: 0} | {step.id: n for n, step in enumerate(target.definition.scales["muc"].steps, 1)}
        for one in after.nodes:
            was = reached.get(one.id)
            assert ranks.get(one.guaranteed and one.guaranteed.id, 0) <= ranks.get(was and was.id, 0)
        assert ranks[after.level and after.level.id] <= ranks[before.level and before.level.id]


class TestDays:
    def test_a_day_before_the_new_framework_is_in_force_is_said_first(self):
        done = carry(old(findings={"1.1": "muc-2"}), on="2026-06-30")
        assert "is in force from 2026-07-07 on. 2026-06-30 is before" in " ".join(done.to_text("en").split())
        assert "is in force from" in done.dossier.splitlines()[2]
        assert "in force" not in carry(old(findings={"1.1": "muc-2"})).to_text("en")

    def test_old_records_that_are_later_are_said_first(self):
        done = carry(old(date="2027-08-01", findings={"1.1": "muc-2", "1.2": "muc-2"}))
        assert "2 old entries are later than 2027-06-30 and were not carried: 1.1, 1.2" in " ".join(
            done.to_text("en").split()
        )


class TestRepeating:
    """4.7 ... Repeating it changes nothing."""

    @pytest.mark.parametrize("name", UNDER_OLD)
    def test_examples(self, name):
        file = EXAMPLES / name / "dossier.yaml"
        to = "vn.tt57-2026.mam-non" if name.startswith("mn") else NEW
        done = kd.carry_over(file, to=to, on=DAY)
        # Items that nothing cites have no code of the new framework, which is a warning.
        assert {one.code for one in kd.read_dossier(done.dossier, to).warnings} <= {"KD319"}
        again = kd.carry_over(file, to=to, on=DAY, into=done.dossier)
        assert again.dossier == done.dossier
        assert again.carried == ()

    @settings(max_examples=30, deadline=None)
    @given(data=st.data())
    def test_drawn_dossiers(self, data):
        source, target = kd.load(OLD), kd.load(NEW)
        drawn = data.draw(dossiers(source))
        base = data.draw(st.none() | dossiers(target))
        for one in (drawn, base or {}):
            one.get("school", {}).pop("id", None)
            one["date"] = "2026-09-30"
        base = base and {**base, "framework": NEW}
        done = carry({**drawn, "framework": OLD}, into=base)
        again = carry({**drawn, "framework": OLD}, into=done.dossier)
        assert again.dossier == done.dossier
        assert again.carried == ()
        # What was recorded stays.
        if base:
            before, after = kd.read_dossier(base, target), read(done)
            assert {(f.node, f.verdict, f.date) for f in before.findings} <= {
                (f.node, f.verdict, f.date) for f in after.findings
            }

    def test_a_text_to_which_nothing_is_added_stays_as_it_is(self):
        text = f"# our own words\nframework: {NEW}\ndate: {DAY}\nfindings: {{'1.1': muc-1}}\n"
        assert carry({"framework": OLD, "date": "2026-05-30", "findings": {"1.1": "muc-2"}}, into=text).dossier == text


class TestRefused:
    def problems(self, *arguments, **more):
        with pytest.raises(kd.InputError) as error:
            carry(*arguments, **more)
        return [one.code for one in error.value.diagnostics]

    def test_no_crosswalk_and_the_wrong_way(self, pair):
        assert self.problems(new(findings={"1.1": "muc-1"})) == ["KD260"]
        assert self.problems(old(), to="vn.tt57-2026.gdtx") == ["KD260"]
        first, second, walk = pair
        with pytest.raises(kd.InputError, match=r"goes from org\.example\.a to org\.example\.b"):
            kd.carry_over({"date": DAY}, framework=second, to=first, on=DAY, crosswalk=walk)

    def test_dossiers_that_do_not_fit(self):
        assert self.problems(old(), into=new(school={"id": "s-2"})) == ["KD261"]
        assert self.problems(old(), into=new(date="2027-07-01")) == ["KD261"]
        assert self.problems(old(), into={**new(), "framework": OLD}) == ["KD261"]

    @pytest.mark.parametrize("wrong", [None, "", "tomorrow", 3])
    def test_a_day_is_needed(self, wrong):
        with pytest.raises(kd.InputError):
            carry(old(), on=wrong)

    def test_a_dossier_without_a_framework(self):
        assert self.problems(kd.Dossier()) == self.problems({"findings": {}}) == ["KD330"]

    def test_problems_of_the_dossier_are_those_of_the_dossier(self):
        with pytest.raises(kd.InputError, match="KD301"):
            carry(old(findings={"9.9": "muc-1"}))

    def test_texts_of_strangers_stay_texts(self):
        hostile = "x\n# y: [\u2028&*!%@`\"'"
        school = {"id": hostile, "name": hostile}
        given_ = old(school=school, evidence={"A": {"title": hostile}}, findings={"1.1": {"is": "muc-1", "by": "A"}})
        before, after = kd.read_dossier(given_, OLD), read(carry(given_))
        assert after.school == before.school
        assert after.evidence["A"].title == before.evidence["A"].title


class TestForms:
    def test_a_dossier_that_was_read_goes_both_ways(self):
        dossier = kd.read_dossier(old(findings={"1.1": "muc-1"}), OLD)
        done = carry(dossier)
        assert done.dossier == carry(old(findings={"1.1": "muc-1"})).dossier
        assert carry(dossier, into=read(done)).carried == ()

    def test_as_data(self):
        done = carry(old(findings={"1.1": "muc-1", "1.3": "muc-1"}))
        data = json.loads(done.to_json())
        assert data == done.to_dict()
        assert (data["kind"], data["target"], data["unmapped"][0]["id"]) == ("carry-over", f"{NEW}@2026-07-07", "1.3")

    def test_the_published_schema_and_the_way_back(self):
        path = Path(__file__).parents[2] / "docs" / "schema" / "carry-over-1.0.json"
        assert json.loads(path.read_text(encoding="utf-8")) == schema_of_carry_over(), (
            "python -m kiemdinh.data.transitions.carry_over_schema docs/schema/carry-over-1.0.json"
        )
        into = new(evidence={}, findings={"2.3": {"is": "muc-1", "by": "A"}})
        for done in (
            carry(old(evidence={"A": "Plan"}, findings={"2.3": {"is": "muc-1", "by": "A"}, "1.3": "muc-1"}), into=into),
            carry(old()),
        ):
            jsonschema.validate(done.to_dict(), schema_of_carry_over())
            assert type(done).from_dict(json.loads(done.to_json())) == done

    def test_in_both_languages(self):
        done = carry(old(evidence={"A": {"until": "2027-01-31"}}, findings={"1.1": {"is": "muc-1", "by": "A"}}))
        for lang, words in (("en", ("Look at these first", "expired")), ("vi", ("Cần xem trước", "đã hết hạn"))):
            for text in (done.to_text(lang), done.to_markdown(lang)):
                assert all(word in text for word in words)

    def test_records_of_both_sides_that_agree_are_said_once_with_the_titles_of_steps(self):
        done = carry(old(findings={"1.1": "muc-2", "1.2": "unknown"}, external={"1.1": "muc-2", "1.2": "muc-1"}))
        assert done.carried[-2].origin == (f"{OLD}@2025-01-25 1.1: muc-2 (2026-05-30, self, external)",)
        lines = [line.strip(" –") for line in done.to_text("vi", width=200).splitlines()]
        assert "1.1: Đạt Mức 2 (30/05/2026, đánh giá ngoài cũng vậy)" in lines
        assert lines[lines.index("1.2: chưa rõ (30/05/2026)") + 1] == "1.2: Đạt Mức 1 (30/05/2026, đánh giá ngoài)"
        # The edition, which all have in common, stands at the top alone.
        assert sum(f"{OLD}@" in line for line in lines) == 1

    def test_the_draft_opens_with_what_to_look_at_first(self):
        lines = carry(old(findings={"1.1": "muc-1"})).dossier.splitlines()
        assert lines[1] == "# Look at these first"
        assert lines[2].startswith("# - 14 criteria have nothing to carry: 1.2,")
        assert '  "1.2":  # khong-dat, muc-1, muc-2, unknown' in lines
