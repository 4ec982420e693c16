"""The bundled Circulars 17 and 19/2018 say what the facts say: nothing lost, added or mistyped.

The definitions are read as plain YAML, their fragments in place, so that a mistake of the loader cannot hide one of the
text. Every part (nội hàm) of the facts is one requirement, or one cell of a requirement's table.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[1] / "data"
RULES = yaml.safe_load((DATA / "regime-2018-rules.yaml").read_text(encoding="utf-8"))
FIRST_ARTICLE = {1: 7, 2: 12, 3: 17}
# Metrics that speak of one figure in two places of the facts, with the words of the place that chooses the threshold.
PLACES = {
    "vùng khó khăn": ("area", "difficult"),
    "xã có điều kiện kinh tế - xã hội đặc biệt khó khăn": ("commune", "special_difficulty"),
}


def in_years(**that):
    return {"every": "five_years", "that": that}


def in_latest(**that):
    return {"every": "latest_year", "that": that}


def years_with(n, **that):
    return {"count": "five_years", "that": that, "at_least": n}


def share(name, whole=None):
    """A share that is recorded as a percentage, or as a part of a whole."""
    per = {} if whole is None else {"per": whole}
    return lambda n, read: read(value=name, **per, at_least=f"{n}%")


def at_most(name, *, by_year=True):
    return lambda n, read: read(value=name, at_most=n) if by_year else {"value": name, "at_most": n}


# What each metric of the facts is in a definition, given its value and the years that it is read in.
BOTH = {
    "party_org_good_years": lambda n, _: years_with(n, value="party_rating", at_least="hoan-thanh-tot"),
    "party_org_below_completed_years": lambda _n, _: in_years(value="party_rating", at_least="hoan-thanh"),
    "professional_topics_per_year": lambda n, _: in_latest(value="team_topics", at_least=n),
    "finance_admin_violations": at_most("violations"),
    "teachers_meeting_training_standard": share("teachers_trained", "teachers"),
    "teachers_above_training_standard": share("teachers_above_training"),
    "teachers_prof_standard_pass_or_better": share("teachers_dat", "teachers"),
    "teachers_prof_standard_fair_or_better": share("teachers_kha", "teachers"),
    "teachers_prof_standard_good": share("teachers_tot", "teachers"),
    "teachers_disciplined_warning_or_above": at_most("teachers_disciplined"),
    "staff_disciplined_warning_or_above": at_most("employees_disciplined"),
    "strategy_goals_completed": share("strategy_goals_completed", "strategy_goals"),
    "outstanding_years": lambda n, _: years_with(n, value="outstanding", **{"is": True}),
    "principal_standard_fair_or_better_years": lambda n, _: (
        in_years(value="principal_rating", at_least="kha")
        if n == 5
        else years_with(n, value="principal_rating", at_least="kha")
    ),
    "principal_standard_good_years": lambda n, _: years_with(n, value="principal_rating", at_least="tot"),
}
PRIMARY = BOTH | {
    "class_count": at_most("classes", by_year=False),
    "discrimination_incidents": at_most("discrimination"),
    "violence_incidents": at_most("violence"),
    "gender_equality_violations": at_most("gender_violations"),
    "age6_grade1_enrolment": share("entering_grade_1"),
    "grade_programme_completion": share("grade_completed"),
    "age11_primary_completion": share("primary_at_11"),
    "age11_remaining_enrolled_primary": share("others_at_11_in_primary"),
    "age14_primary_completion": share("primary_at_14"),
    "disadvantaged_gifted_individual_goals_met": lambda n, _: {
        "value": "pupils_reaching_goals",
        "per": "pupils_with_goals",
        "at_least": f"{n}%",
    },
}
# The digest of preschools has other names for the same metrics.
PRESCHOOL = {
    "party_years_good_completion": BOTH["party_org_good_years"],
    "party_years_completion_or_above": BOTH["party_org_below_completed_years"],
    "professional_topics_per_year": BOTH["professional_topics_per_year"],
    "audit_violations": BOTH["finance_admin_violations"],
    "principal_years_standard_kha_or_above": BOTH["principal_standard_fair_or_better_years"],
    "principal_years_standard_tot": BOTH["principal_standard_good_years"],
    "teachers_training_standard": BOTH["teachers_meeting_training_standard"],
    "teachers_professional_dat_or_above": BOTH["teachers_prof_standard_pass_or_better"],
    "teachers_professional_kha_or_above": BOTH["teachers_prof_standard_fair_or_better"],
    "teachers_professional_tot": BOTH["teachers_prof_standard_good"],
    "teachers_above_training_standard": BOTH["teachers_above_training_standard"],
    "teachers_disciplined_warning_or_above": BOTH["teachers_disciplined_warning_or_above"],
    "staff_disciplined_warning_or_above": BOTH["staff_disciplined_warning_or_above"],
    "strategy_goals_completed": BOTH["strategy_goals_completed"],
    "outstanding_years": BOTH["outstanding_years"],
    "sessions_per_day": lambda n, _: {"value": "sessions", "is": n},
    "same_disability_children_per_group": at_most("same_disability", by_year=False),
    "groups_total": at_most("groups", by_year=False),
    "children_health_checked": share("children_checked", "children"),
    "malnourished_overweight_children_intervened": share("children_helped", "children_off_weight"),
    "children_healthy_normal_growth": share("children_healthy", "children"),
    "attendance_age5": share("attendance_at_5"),
    "attendance_under5": share("attendance_under_5"),
    "age5_programme_completion": share("completed_at_5"),
    "inclusive_children_progress": share("inclusive_progress"),
    "buildings_permanent": lambda n, _: {"value": "permanent_buildings", "at_least": f"{n}%"},
    "sports_offered": lambda n, _: {"value": "sports", "at_least": n},
}


@dataclass(frozen=True)
class Digest:
    """The facts of one circular beside the definition of it."""

    framework: str
    file: str
    metrics: object
    first_award_condition: object

    @cached_property
    def facts(self):
        return yaml.safe_load((DATA / self.file).read_text(encoding="utf-8"))

    @cached_property
    def definition(self):
        folder = files("kiemdinh").joinpath("standards", "catalogue")

        def read(name):
            return yaml.safe_load(folder.joinpath(*name.split("/")).read_text("utf-8"))

        main = read(f"{self.framework}.yaml")
        fragments = [read(entry["from"]) for entry in main["tree"]]
        assert {f["part_of"] for f in fragments} == {self.framework}
        return main | {"tree": [node for fragment in fragments for node in fragment["tree"]]}

    @cached_property
    def criteria(self):
        """Each criterion of the facts with the one at the same place in the definition."""
        standards = [node for node in self.definition["tree"] if node["layer"] == "standard"]
        there = [c for s in self.facts["standards"] for c in s["criteria"]]
        return list(zip(there, [c for s in standards for c in s["parts"]], strict=True))

    @cached_property
    def leaves(self):
        """All requirements of the definition, by id, each with the certainty that it states or inherits."""
        found = {}

        def walk(node, node_id, certainty):
            certainty = node.get("certainty", certainty)
            for part in node.get("parts", []):
                walk(part, f"{node_id}/{part['id']}", certainty)
            if "parts" not in node:
                found[node_id] = (node, certainty)

        for _, criterion in self.criteria:
            for step, below in criterion["levels"].items():
                for node in below:
                    walk(node, f"{criterion['id']}/{step}/{node['id']}", self.definition["certainty"])
        for clause in (node for node in self.definition["tree"] if node["layer"] == "clause"):
            walk(clause, clause["id"], self.definition["certainty"])
        return found

    @cached_property
    def parts(self):
        """Every part of the facts with the requirement that it is, and the metric that tells it from its neighbours."""
        found = {}
        for criterion, _ in self.criteria:
            for level in criterion["levels"]:
                for indicator in level["indicators"]:
                    above = f"{criterion['code']}/muc-{level['level']}"
                    found |= place_parts(above, indicator["id"], indicator["parts"])
        for clause, parts in self.clauses.items():
            found |= place_clause(clause, parts)
        return found

    @cached_property
    def clauses(self):
        """The parts of each clause of Article 22; the digest of preschools has parts alone."""
        found = {}
        for one in self.facts["level_4"]["requirements"]:
            found.setdefault(one["id"].partition(".")[0], []).extend(one.get("parts", [one]))
        return found


def metric_of(part):
    return part.get("threshold", {}).get("metric") if part.get("threshold", {}).get("role") is None else None


def group(parts):
    """Parts that ask for one figure in different places are one requirement; its id is that of the first."""
    groups = {}
    for part in parts:
        metric = metric_of(part)
        first = next((key for key, found in groups.items() if metric and metric_of(found[0]) == metric), part["id"])
        groups.setdefault(first, []).append(part)
    return groups


def place_parts(above, indicator, parts):
    groups = group(parts)
    found = {}
    for first, members in groups.items():
        alone = len(groups) == 1 and indicator != "-"
        below = indicator if alone else first if indicator == "-" else f"{indicator}/{first}"
        found |= {(above, indicator, part["id"]): (f"{above}/{below}", part) for part in members}
    return found


def place_clause(clause, parts):
    groups = list(group(parts).values())
    found = {}
    for letter, members in zip("abcdefgh", groups, strict=False):
        below = f"22.{clause}" if len(groups) == 1 else f"22.{clause}/{clause}{letter}"
        found |= {("22", clause, part["id"]): (below, part) for part in members}
    return found


@cache
def digests():
    cohort = {"value": "cohort_completed", "is": True}
    years = {"value": "years_of_operation", "at_least": 5}
    return (
        Digest("vn.tt17-2018", "regime-2018-tieu-hoc.yaml", PRIMARY, cohort),
        Digest("vn.tt19-2018", "regime-2018-mam-non.yaml", PRESCHOOL, years),
    )


@pytest.fixture(params=[0, 1], ids=["vn.tt17-2018", "vn.tt19-2018"])
def digest(request):
    return digests()[request.param]


def without(value, *keys):
    """A condition without what an author says beside it."""
    if isinstance(value, dict):
        return {key: without(inner, *keys) for key, inner in value.items() if key not in keys}
    return value


def at_cell(value, name, choice):
    """A condition with every table by *name* replaced by its value for a choice."""
    if isinstance(value, dict) and value.get("by") == name:
        return value["values"][choice]
    return {key: at_cell(inner, name, choice) for key, inner in value.items()} if isinstance(value, dict) else value


def tables_of(value):
    if isinstance(value, dict):
        yield from [value] if "by" in value else ()
        for inner in value.values():
            yield from tables_of(inner)


# Criteria, indicators, parts, thresholds; clauses of Article 22, and thresholds there.
COUNTS = {"vn.tt17-2018": (27, 153, 239, 43, 5, 3), "vn.tt19-2018": (25, 146, 248, 48, 6, 8)}


class TestStructure:
    def test_counts(self, digest):
        indicators = [i for c, _ in digest.criteria for level in c["levels"] for i in level["indicators"]]
        parts = [p for i in indicators for p in i["parts"]]
        fourth = [p for ps in digest.clauses.values() for p in ps]
        counted = (
            len(digest.criteria),
            len(indicators),
            len(parts),
            sum("threshold" in part for part in parts),
            len(digest.clauses),
            sum("threshold" in part for part in fourth),
        )
        assert counted == COUNTS[digest.framework]

    def test_names_the_circular_as_issued(self, digest):
        source = {k: v for k, v in digest.definition["source"].items() if k != "covers"}
        assert source == {
            "document": digest.facts["meta"]["circular"],
            "in_force": dt.date.fromisoformat(digest.facts["meta"]["in_force"]),
            "until": dt.date.fromisoformat(RULES["meta"]["circulars"]["TT22"]["in_force"]),
        }

    def test_titles(self, digest):
        standards = [node for node in digest.definition["tree"] if node["layer"] == "standard"]
        assert [(str(s["code"]), s["title"]) for s in digest.facts["standards"]] == [
            (s["id"], s["vi"]) for s in standards
        ]
        assert [(there["code"], there["title"]) for there, _ in digest.criteria] == [
            (here["id"], here["vi"]) for _, here in digest.criteria
        ]

    def test_levels_with_text(self, digest):
        for there, here in digest.criteria:
            assert list(here["levels"]) == [f"muc-{level['level']}" for level in there["levels"]]
        bare = [there["code"] for there, here in digest.criteria if "muc-3" not in here["levels"]]
        number = {"vn.tt17-2018": "TT17", "vn.tt19-2018": "TT19"}[digest.framework]
        said = next(f for f in RULES["level_rules"]["facts"] if f["id"] == "L6")["criteria_without_level_3_src"]
        (listed,) = [one for one in said.removeprefix("Y1: ").split("; ") if one.startswith(number)]
        assert bare == listed.split()[1:]

    def test_every_part_is_one_requirement_or_one_cell_of_one(self, digest):
        places = Counter(place for place, _ in digest.parts.values())
        assert places.keys() == digest.leaves.keys()
        for place, count in places.items():
            tables = list(tables_of(digest.leaves[place][0].get("met_if", {})))
            assert count == (sum(len(table["values"]) for table in tables) or 1), place

    def test_everything_named_has_both_languages(self, digest):
        def maps_in(value):
            if isinstance(value, dict):
                yield value
            for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
                yield from maps_in(child)

        worded = [m for m in maps_in(digest.definition) if "vi" in m or "en" in m]
        assert all(m.get("vi", "").strip() and m.get("en", "").strip() for m in worded)


class TestThresholds:
    def test_each_is_the_number_of_the_facts_in_its_case(self, digest):
        for place, part in digest.parts.values():
            if metric_of(part) is None:
                continue
            threshold = part["threshold"]
            read = in_years if "window_years" in threshold else in_latest
            expected = digest.metrics[threshold["metric"]](threshold["value"], read)
            name, difficult = PLACES.get(threshold["context"], (None, None))
            said = without(digest.leaves[place][0]["met_if"], "certainty")
            for table in list(tables_of(said)):
                chosen = difficult if table["by"] == name else "other"
                said = at_cell(said, table["by"], chosen)
            assert said == expected, place

    def test_what_has_a_threshold_decides_and_nothing_else_does(self, digest):
        deciding = {place for place, part in digest.parts.values() if metric_of(part) is not None}
        # These name a step of a scale in words.
        deciding |= {"2.1/muc-1/b", "3.6/muc-2/p1", "3.6/muc-3/p1"} if "tt17" in digest.framework else {"2.1/muc-1/b"}
        assert {place for place, (node, _) in digest.leaves.items() if "met_if" in node} == deciding

    def test_comparators_point_the_way_of_the_facts(self, digest):
        ways = {">=": "at_least", "<=": "at_most", "==": "at_most"}
        turned = {"party_org_below_completed_years": "at_least", "sessions_per_day": "is"}
        for place, part in digest.parts.values():
            if metric_of(part) is not None:
                threshold = part["threshold"]
                way = turned.get(threshold["metric"], ways[threshold["op"]])
                assert f"'{way}'" in str(digest.leaves[place][0]["met_if"]), place

    def test_a_trend_warns_beside_a_judged_requirement(self, digest):
        warned = [place for place, (node, _) in digest.leaves.items() if "warn_unless" in node]
        assert warned == ["2.2/muc-2/a/a3"]
        assert digest.leaves["2.2/muc-2/a/a3"][0]["warn_unless"]["certainty"] == "inferred"


# What the facts put beside a part, and the input that says whether a school has it.
CONDITIONS = {
    "nếu có": "complaints",
    "trường có tổ chức bếp ăn cho học sinh": "pupils_kitchen",
    "nếu có học sinh khuyết tật học hòa nhập": "inclusive_pupils",
    "ở nơi có điện": "electricity",
    "nếu có các đối tượng học sinh này": "pupils_in_need_or_gifted",
    "nếu có khu bếp, nhà ăn, nhà nghỉ": "kitchen_or_rest",
    "trường có bếp ăn cho trẻ": "children_kitchen",
    "có ao, hồ": "ponds",
    "nơi có điện": "electricity",
    "có trẻ khuyết tật học hòa nhập": "inclusive_children",
}


class TestConditionalParts:
    def test_each_asks_for_what_the_school_has(self, digest):
        for place, part in digest.parts.values():
            condition = part.get("applies_if") or part.get("condition")
            if condition is not None:
                when = digest.leaves[place][0]["when"]
                assert when == {"value": CONDITIONS[condition], "is": True}, place

    def test_what_else_leaves_its_group_is_said_here(self, digest):
        stated = {place for place, p in digest.parts.values() if p.get("applies_if") or p.get("condition")}
        others = {place for place, (node, _) in digest.leaves.items() if "when" in node} - stated
        assert (
            others
            == {
                "vn.tt17-2018": set(),
                # "(nếu có)" stands in the text; small groups are combined where there are any; a share needs a child.
                "vn.tt19-2018": {"1.9/muc-1/b", "1.5/muc-1/a/a2", "5.3/muc-1/c/c1", "5.3/muc-2/c/c1"},
            }[digest.framework]
        )

    def test_the_trigger_of_combined_groups_is_that_of_the_facts(self):
        (part,) = [p for _, p in digests()[1].parts.values() if p.get("threshold", {}).get("role") == "trigger"]
        node, _ = digests()[1].leaves["1.5/muc-1/a/a2"]
        assert (part["threshold"]["op"], part["threshold"]["value"]) == ("<", 50)
        assert node["when"] == {"value": "smallest_group", "below": "50%"}


class TestCertaintyOfTheLaw:
    """7.2 **Certainty of the law.** Every rule, number and requirement of a definition carries its citation
    and how sure we are of it."""

    def test_primary_requirements_are_confirmed_where_a_second_text_agrees(self):
        digest = digests()[0]
        second = {c["code"]: c.get("corroborated_by") for c, _ in digest.criteria}
        # The second text has the amended wording of these, or other words.
        differs = {"1.1/muc-1/c", "5.5/muc-1/a", "5.5/muc-1/b"}
        for place, (_, certainty) in digest.leaves.items():
            code, _, rest = place.partition("/")
            agreed = (
                bool(second.get(code)) and place not in differs and not (code == "5.1" and rest.startswith("muc-1"))
            )
            assert certainty == ("confirmed" if agreed else "single_source"), place

    def test_preschool_requirements_are_confirmed_but_for_what_one_text_has(self):
        digest = digests()[1]
        single = {place for place, (_, certainty) in digest.leaves.items() if certainty != "confirmed"}
        alone = {"1.1/muc-1/c", "2.2/muc-2/a/a1", "2.2/muc-2/a/a3", "2.2/muc-3/a"}
        assert single == alone | {place for place in digest.leaves if place.startswith("22.")}

    def test_each_indicator_cites_its_point_clause_and_article(self, digest):
        for n, standard in enumerate(digest.facts["standards"], 1):
            for level in (1, 2, 3):
                here = [c["code"] for c in standard["criteria"] if level in [at["level"] for at in c["levels"]]]
                for clause, code in enumerate(here, 1):
                    law = f"khoản {clause} Điều {FIRST_ARTICLE[level] + n - 1}"
                    (criterion,) = [c for _, c in digest.criteria if c["id"] == code]
                    for node in criterion["levels"][f"muc-{level}"]:
                        point = f"điểm {node['id']} " if node["id"] in "abc" else ""
                        assert node["cite"] == point + law


class TestLevelsAndAwards:
    def test_every_criterion_at_the_level_and_every_clause_for_level_4(self, digest):
        (outcome,) = digest.definition["outcomes"]
        levels = ("muc-1", "muc-2", "muc-3")
        expected = {level: {"every": "criterion", "that": {"its": "level", "at_least": level}} for level in levels}
        assert outcome["needs"] == expected | {"muc-4": {"every": "clause", "that": "met", "cite": "Điều 22"}}

    @pytest.mark.parametrize(("award", "lowest"), [("kiem-dinh", "cap-do-1"), ("chuan-quoc-gia", "muc-do-1")])
    def test_preschools_need_five_years_and_primary_schools_a_cohort(self, digest, award, lowest):
        (found,) = [a for a in digest.definition["awards"] if a["id"] == award]
        conditions = [without(c, "cite", "certainty") for c in found["needs"][lowest]["all"]]
        assert digest.first_award_condition in conditions
        fact = {"vn.tt17-2018": "C3", "vn.tt19-2018": "C4"}[digest.framework]
        (rule,) = [f for f in RULES["accreditation_certificate"]["facts"] if f["id"] == fact]
        assert digest.first_award_condition.get("at_least", 1) == rule["threshold"]["value"]

    def test_terms_are_those_of_circular_18(self, digest):
        folder = files("kiemdinh").joinpath("standards", "catalogue")
        other = yaml.safe_load(folder.joinpath("vn.tt18-2018.yaml").read_text("utf-8"))
        terms = ("valid", "renew_before", "wait_for_higher", "authority", "law")
        for here, there in zip(digest.definition["awards"], other["awards"], strict=True):
            assert [here[key] for key in terms] == [there[key] for key in terms]
