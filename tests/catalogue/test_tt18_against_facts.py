"""The bundled Circular 18/2018 says what the facts say: nothing lost, added or mistyped.

The definition is read as plain YAML, its fragments in place, so that a mistake of the loader cannot hide one of the
text. Every part (nội hàm) of the facts is one requirement, or one or more cells of a requirement's table.
"""

import datetime as dt
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[1] / "data"
FACTS = yaml.safe_load((DATA / "regime-2018-trung-hoc.yaml").read_text(encoding="utf-8"))
RULES = yaml.safe_load((DATA / "regime-2018-rules.yaml").read_text(encoding="utf-8"))
CERTAINTY = {"C": "confirmed", "S": "single_source"}
AMENDMENT = RULES["meta"]["circulars"]["TT22"]
# The facts count the years of each person; the definition takes the lowest rating of each year, a reading of ours.
BY_YEAR = {"certainty": "inferred"}

# The first article of each level: one article for each standard follows.
FIRST_ARTICLE = {1: 7, 2: 12, 3: 17}

# Parts that the facts list case by case, and the cells of the table in which they stand.
THCS_THPT, CHUYEN = ("thcs", "thpt"), ("chuyen",)
DIFFICULT, OTHER = ("difficult",), ("other",)
CELLS = {
    "2.2/2/b/b2": ("2.2/muc-2/b/b2", {"area": OTHER}),
    "2.2/2/b/b3": ("2.2/muc-2/b/b2", {"area": DIFFICULT}),
    "2.2/3/a/a1": ("2.2/muc-3/a/a1", {"area": OTHER}),
    "2.2/3/a/a2": ("2.2/muc-3/a/a2", {"area": OTHER}),
    "2.2/3/a/a3": ("2.2/muc-3/a/a1", {"area": DIFFICULT}),
    "2.2/3/a/a4": ("2.2/muc-3/a/a2", {"area": DIFFICULT}),
    "3.1/3/-/p1": ("3.1/muc-3/p1", {"place": ("inner_city",)}),
    "3.1/3/-/p2": ("3.1/muc-3/p1", {"place": ("rural",)}),
    "5.6/3/a/a1": ("5.6/muc-3/a/gioi", {"area": DIFFICULT, "programme": THCS_THPT}),
    "5.6/3/a/a2": ("5.6/muc-3/a/gioi", {"area": DIFFICULT, "programme": CHUYEN}),
    "5.6/3/a/a3": ("5.6/muc-3/a/gioi", {"area": OTHER, "programme": THCS_THPT}),
    "5.6/3/a/a4": ("5.6/muc-3/a/gioi", {"area": OTHER, "programme": CHUYEN}),
    "5.6/3/a/a5": ("5.6/muc-3/a/kha", {"area": DIFFICULT, "programme": ("thcs",)}),
    "5.6/3/a/a6": ("5.6/muc-3/a/kha", {"area": DIFFICULT, "programme": ("thpt",)}),
    "5.6/3/a/a7": ("5.6/muc-3/a/kha", {"area": DIFFICULT, "programme": CHUYEN}),
    "5.6/3/a/a8": ("5.6/muc-3/a/kha", {"area": OTHER, "programme": ("thcs",)}),
    "5.6/3/a/a9": ("5.6/muc-3/a/kha", {"area": OTHER, "programme": ("thpt",)}),
    "5.6/3/a/a10": ("5.6/muc-3/a/kha", {"area": OTHER, "programme": CHUYEN}),
    "5.6/3/a/a11": ("5.6/muc-3/a/yeu-kem", {"area": DIFFICULT, "programme": THCS_THPT}),
    "5.6/3/a/a12": ("5.6/muc-3/a/yeu-kem", {"area": OTHER, "programme": THCS_THPT}),
    "5.6/3/a/a13": ("5.6/muc-3/a/yeu-kem", {"area": DIFFICULT + OTHER, "programme": CHUYEN}),
    "5.6/3/a/a14": ("5.6/muc-3/a/tieu-hoc", {}),
    "5.6/3/a/a15": ("5.6/muc-3/a/tre-11-tuoi", {"commune": OTHER}),
    "5.6/3/a/a16": ("5.6/muc-3/a/tre-11-tuoi", {"commune": ("special_difficulty",)}),
    "5.6/3/a/a17": ("5.6/muc-3/a/tre-11-tuoi-con-lai", {}),
    "5.6/3/a/a18": ("5.6/muc-3/a/hanh-kiem", {"programme": THCS_THPT}),
    "5.6/3/a/a19": ("5.6/muc-3/a/hanh-kiem", {"programme": CHUYEN}),
    "5.6/3/b/b1": ("5.6/muc-3/b/bo-hoc", {"area": DIFFICULT}),
    "5.6/3/b/b2": ("5.6/muc-3/b/luu-ban", {"area": DIFFICULT}),
    "5.6/3/b/b3": ("5.6/muc-3/b/bo-hoc", {"area": OTHER}),
    "5.6/3/b/b4": ("5.6/muc-3/b/luu-ban", {"area": OTHER}),
    "5.6/3/b/b5": ("5.6/muc-3/b/bo-hoc-chuyen", {}),
    "5.6/3/b/b6": ("5.6/muc-3/b/luu-ban-chuyen", {}),
}

CHOICES_OF_AREA = {
    "vung_kho_khan": {"area": DIFFICULT},
    "con_lai": {"area": OTHER},
    "noi_thanh_noi_thi": {"place": ("inner_city",)},
    "nong_thon": {"place": ("rural",)},
    "xa_dac_biet_kho_khan": {"commune": ("special_difficulty",)},
    "khong_phai_xa_dac_biet_kho_khan": {"commune": OTHER},
}

# Parts that apply to some schools alone, and what the definition asks of the school.
SPECIALISED = {"value": "specialised", "is": True}
NOT_SPECIALISED = {"value": "specialised", "is": False}
CONDITIONAL = {
    "1.5/3/-/p3": {"all": ["has_primary", NOT_SPECIALISED]},
    "1.5/3/-/p4": {"any": ["has_gifted", SPECIALISED], "certainty": "inferred"},
    "1.8/2/-/p2": {"value": "extra_classes", "is": True},
    "1.9/1/b/b1": {"value": "complaints", "is": True},
    "1.10/1/a/a2": {"value": "pupils_kitchen", "is": True},
    "3.1/3/-/p3": {"value": "founded_after_2001", "is": True},
    "3.2/3/-/p2": {"value": "special_circumstances", "is": True},
    "3.3/2/-/p2": {"value": "kitchen_or_rest", "is": True},
    "3.5/3/-/p1": {"value": "laboratory", "is": True},
    "5.6/3/a/a14": "has_primary",
    "5.6/3/a/a15": "has_primary",
    "5.6/3/a/a16": "has_primary",
    "5.6/3/a/a17": "has_primary",
}
# What the facts put into the case of a threshold, or into its context, and the definition into ``when``.
BY_KIND_OF_SCHOOL = {
    "1.5/3/-/p2": {"all": ["has_ordinary_secondary", NOT_SPECIALISED]},
    "5.6/3/b/b1": "has_general",
    "5.6/3/b/b2": "has_general",
    "5.6/3/b/b3": "has_general",
    "5.6/3/b/b4": "has_general",
    "5.6/3/b/b5": "has_gifted",
    "5.6/3/b/b6": "has_gifted",
    "22.3/3c": {"value": "area", "is": "other"},
}

STEPS = {"đạt": "dat", "đạt chuẩn": "dat-chuan", "tiên tiến": "tien-tien"}


def in_years(**that):
    return {"every": "five_years", "that": that}


def in_latest(**that):
    return {"every": "latest_year", "that": that}


def years_with(n, **that):
    return {"count": "five_years", "that": that, "at_least": n}


def of_stages(stages, **that):
    return {"every": stages, "that": that}


def share(n):
    return f"{n}%"


def rated(step):
    return STEPS[step]


# What each metric of the facts is in the definition, given its value; a window is that of five years.
METRICS = {
    "party_org_years_hoan_thanh_tot": lambda n: years_with(n, value="party_rating", at_least="hoan-thanh-tot"),
    "party_org_years_below_hoan_thanh": lambda n: in_years(value="party_rating", at_least="hoan-thanh"),
    "subject_team_themes_per_year": lambda n: in_latest(value="team_topics", at_least=n),
    "class_count": lambda n: {"value": "classes", "at_most": n},
    "violations_in_window": lambda n: in_years(value="violations", at_most=n),
    "principal_standard_rating": lambda s: in_latest(value="principal_rating", at_least=rated(s)),
    "principal_years_tot": lambda n: years_with(n, value="principal_rating", at_least="tot") | BY_YEAR,
    "teachers_meeting_training_standard": lambda n: in_latest(
        value="teachers_trained", per="teachers", at_least=share(n)
    ),
    "teachers_professional_standard_kha_or_better": lambda n: in_years(
        value="teachers_kha", per="teachers", at_least=share(n)
    ),
    "teachers_professional_standard_tot": lambda n: in_years(value="teachers_tot", per="teachers", at_least=share(n)),
    "teachers_disciplined_canh_cao_or_worse": lambda n: in_years(value="teachers_disciplined", at_most=n),
    "staff_disciplined_canh_cao_or_worse": lambda n: in_years(value="employees_disciplined", at_most=n),
    "site_area_per_student": lambda n: {"value": "site_area", "per": "pupils", "at_least": n},
    "playground_share_of_used_area": lambda n: {"value": "playground_area", "per": "used_area", "at_least": share(n)},
    "shifts_per_day": lambda n: {"value": "shifts", "at_most": n},
    "library_rank": lambda s: {"value": "library_rank", "at_least": rated(s)},
    "students_excellent": lambda n: of_stages("secondary", value="excellent", at_least=share(n)),
    "students_good": lambda n: of_stages("secondary", value="good", at_least=share(n)),
    "students_weak_poor": lambda n: of_stages("secondary", value="weak", at_most=share(n)),
    "conduct_kha_tot": lambda n: of_stages("secondary", value="conduct", at_least=share(n)),
    "primary_grade_completion": lambda n: of_stages("primary", value="grade_completed", at_least=share(n)),
    "age11_primary_completion": lambda n: of_stages("primary", value="primary_at_11", at_least=share(n)),
    "disadvantaged_and_gifted_meeting_individual_goals": lambda n: {
        "value": "pupils_reaching_goals",
        "per": "pupils_with_goals",
        "at_least": share(n),
    },
    "strategy_goals_completed": lambda n: in_years(
        value="strategy_goals_completed", per="strategy_goals", at_least=share(n)
    ),
    "outstanding_years": lambda n: years_with(n, value="outstanding", **{"is": True}),
}


def met_if_of(part):
    """What a threshold of the facts is in the definition; two metrics depend on more than their value."""
    threshold, metric = part["threshold"], part["threshold"]["metric"]
    value = threshold["value"]
    if metric == "principal_years_kha_or_better":
        every = value == part["window"]["years"]
        kha = {"value": "principal_rating", "at_least": "kha"}
        return in_years(**kha) if every else years_with(value, **kha) | BY_YEAR
    if metric == "teachers_professional_standard_dat_or_better":
        read = in_years if "window" in part else in_latest
        return read(value="teachers_dat", per="teachers", at_least=share(value))
    if metric == "max_students_per_class":
        stages = "primary" if threshold["when"]["stage"] == ["tieu_hoc"] else "ordinary_secondary"
        return of_stages(stages, value="largest_class", at_most=value)
    if metric in ("dropout_rate", "repetition_rate"):
        name = metric.removesuffix("_rate")
        if "stage" not in threshold["when"]:
            return {"value": name, "at_most": share(value)}
        return of_stages("gifted", value=f"{name}_gifted", at_most=share(value))
    return METRICS[metric](value)


@cache
def definition():
    folder = files("kiemdinh").joinpath("standards", "catalogue")

    def read(name):
        return yaml.safe_load(folder.joinpath(*name.split("/")).read_text("utf-8"))

    main = read("vn.tt18-2018.yaml")
    fragments = [read(entry["from"]) for entry in main["tree"]]
    assert {f["part_of"] for f in fragments} == {main["framework"]}
    return main | {"tree": [node for fragment in fragments for node in fragment["tree"]]}


def standards():
    return [node for node in definition()["tree"] if node["layer"] == "standard"]


def clauses():
    return {node["id"]: node for node in definition()["tree"] if node["layer"] == "clause"}


def criteria():
    """Each criterion of the facts with the one at the same place in the definition."""
    there = [c for s in FACTS["standards"] for c in s["criteria"]]
    return list(zip(there, [c for s in standards() for c in s["parts"]], strict=True))


@cache
def nodes():
    """All nodes below a criterion or clause, by id, each with the certainty that it states or inherits."""
    found = {}

    def walk(node, node_id, certainty):
        certainty = node.get("certainty", certainty)
        found[node_id] = (node, certainty)
        for part in node.get("parts", []):
            walk(part, f"{node_id}/{part['id']}", certainty)

    for _, criterion in criteria():
        for step, below in criterion["levels"].items():
            for node in below:
                walk(node, f"{criterion['id']}/{step}/{node['id']}", definition()["certainty"])
    for clause_id, clause in clauses().items():
        walk(clause, clause_id, definition()["certainty"])
    return found


def leaves():
    return {node_id: node for node_id, (node, _) in nodes().items() if "parts" not in node}


@cache
def parts():
    """Every part of the criteria in the facts, by criterion, level, indicator and part."""
    return {
        f"{criterion['code']}/{level['level']}/{indicator['id']}/{part['id']}": part
        for standard in FACTS["standards"]
        for criterion in standard["criteria"]
        for level in criterion["levels"]
        for indicator in level["indicators"]
        for part in indicator["parts"]
    }


@cache
def parts_of_22():
    """The parts of the six clauses; a clause without parts is one, and a threshold is its first part's."""
    found = {}
    for clause in FACTS["level_4"]["requirements"]:
        own = {k: v for k, v in clause.items() if k in ("threshold", "window")}
        listed = clause.get("parts") or [clause | {"id": None}]
        for i, part in enumerate(listed):
            key = f"22.{clause['id']}" + (f"/{part['id']}" if part["id"] else "")
            found[key] = (own if i == 0 else {}) | part
    return found


def place(key):
    """The requirement that a part of the facts is, and its cells: by rule, or as the table above says."""
    if key in CELLS:
        return CELLS[key]
    if key in parts_of_22():
        return key, {}
    criterion, level, indicator, part = key.split("/")
    below = part if indicator == "-" else f"{indicator}/{part}"
    alone = sum(other.startswith(f"{criterion}/{level}/{indicator}/") for other in parts()) == 1
    return f"{criterion}/muc-{level}/{indicator if alone and indicator != '-' else below}", {}


def every_part():
    return parts() | parts_of_22()


def at_cell(value, cell):
    """The definition's condition with every table replaced by its value in one case."""
    if isinstance(value, dict) and "by" in value:
        chosen = value["values"].get(cell[value["by"]], value.get("otherwise"))
        return at_cell(chosen, cell)
    if isinstance(value, dict):
        return {key: at_cell(inner, cell) for key, inner in value.items()}
    return value


def cells_of(choices):
    """One dictionary for each combination of choices."""
    return [dict(zip(choices, words, strict=True)) for words in product(*choices.values())]


def tables_of(value):
    """The tables of a condition, nested ones too."""
    if isinstance(value, dict):
        if "by" in value:
            yield value
        for inner in value.values():
            yield from tables_of(inner)


def maps_in(value):
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from maps_in(child)


THRESHOLDS = [key for key, part in every_part().items() if part.get("threshold", {}).get("value") is not None]
TRENDS = [key for key, part in every_part().items() if part.get("threshold", {}).get("op", "").startswith("trend")]

COVERS = {
    "kind": "pho-thong",
    "stages": ["tieu-hoc", "thcs", "thpt", "chuyen"],
    # A school of primary pupils alone is one of Circular 17.
    "one_of": ["thcs", "thpt", "chuyen"],
}


class TestHead:
    def test_names_the_circular_as_issued(self):
        head = definition()
        assert (head["kiemdinh"], head["framework"]) == (1, "vn.tt18-2018")
        assert head["source"] == {
            "document": FACTS["meta"]["circular"],
            "in_force": dt.date.fromisoformat(FACTS["meta"]["in_force"]),
            # As issued: until the circular that amended it came into force.
            "until": dt.date.fromisoformat(AMENDMENT["in_force"]),
            "covers": COVERS,
        }

    def test_one_set_of_findings_for_a_school_of_several_stages(self):
        subject = definition()["subject"]
        assert {key: subject[key] for key in subject if key != "stages"} == {"kind": "school", "has": ["stage"]}

    def test_the_stages_are_the_programmes_that_thresholds_speak_of(self):
        """The stages of the circular's thresholds, with classes for the gifted, are those that a school can have."""
        head = definition()
        assert head["subject"]["stages"] == head["inputs"]["programme"]["choices"]

    def test_evidence_codes_follow_the_pattern_of_the_letter(self):
        (fact,) = [e for e in RULES["guidance_letters"]["evidence"] if e["id"] == "V-1"]
        code = definition()["evidence"]["code"]
        assert code.replace("{box}", "1").replace("{criterion}", "1.1").replace("{serial:2}", "01") in fact["text"]
        assert definition()["evidence"]["certainty"] == "inferred"

    def test_the_school_has_four_levels_and_a_criterion_three(self):
        labels = next(f["labels"] for f in RULES["level_rules"]["facts"] if f["id"] == "L8")
        school, criterion = (definition()["scales"][name] for name in ("muc", "muc-tieu-chi"))
        assert [s["vi"] for s in school["steps"]] == labels[1:]
        assert [s["id"] for s in school["steps"]] == ["muc-1", "muc-2", "muc-3", "muc-4"]
        assert criterion["steps"] == school["steps"][:3]
        assert school["not_reached"] == criterion["not_reached"]
        assert school["not_reached"]["id"] == "khong-dat"
        assert school["not_reached"]["vi"].startswith(labels[0])

    @pytest.mark.parametrize("scale", ["xep-loai-dang", "chuan-hieu-truong", "thu-vien"])
    def test_scales_from_memory_are_unverified(self, scale):
        assert definition()["scales"][scale]["certainty"] == "unverified"

    def test_scales_stand_in_the_order_of_the_facts(self):
        def said(scale):
            return [step["vi"].lower() for step in definition()["scales"][scale]["steps"]]

        assert said("chuan-hieu-truong") == parts()["2.1/1/b/b1"]["scale"]
        library = parts()["3.6/2/-/p1"]["scale"]
        assert all(word in text for word, text in zip(library, said("thu-vien"), strict=True))


class TestStructure:
    def test_counts(self):
        counts = FACTS["meta"]["counts"]
        assert (len(standards()), len(criteria()), len(clauses())) == (5, 28, 6)
        assert (counts["standards"], counts["criteria"], counts["level_4"]["requirements"]) == (5, 28, 6)
        by_level = Counter(key.split("/")[1] for key in parts())
        assert by_level == {"1": 119, "2": 72, "3": 66}
        assert [counts[f"level_{n}"]["parts"] for n in (1, 2, 3)] == [119, 72, 66]
        assert len(parts_of_22()) == 15
        assert (len(THRESHOLDS), len(TRENDS)) == (55 + 3, 3)

    def test_titles(self):
        for there, here in zip(FACTS["standards"], standards(), strict=True):
            assert (str(there["code"]), there["title"]) == (here["id"], here["vi"])
        for there, here in criteria():
            assert (there["code"], there["title"]) == (here["id"], here["vi"])

    def test_levels_with_text(self):
        bare = []
        for there, here in criteria():
            assert list(here["levels"]) == [f"muc-{level['level']}" for level in there["levels"]]
            bare += [there["code"]] if len(there["levels"]) < 3 else []
        assert bare == FACTS["meta"]["regime"]["no_level_3"]
        (layer,) = [layer for layer in definition()["layers"] if layer["id"] == "criterion"]
        assert layer["no_text"] == "carries"

    def test_every_part_is_one_requirement_or_its_own_cells_of_one(self):
        taken = Counter()
        for key in every_part():
            requirement, choices = place(key)
            for cell in cells_of(choices):
                taken[requirement, frozenset(cell.items())] += 1
        assert set(taken.values()) == {1}
        assert {requirement for requirement, _ in taken} == leaves().keys()

    def test_the_cells_of_a_table_are_all_taken(self):
        for requirement, node in leaves().items():
            tables = list(tables_of(node.get("met_if", {})))
            here = [choices for key in every_part() for at, choices in [place(key)] if at == requirement]
            names = {table["by"] for table in tables}
            assert all(set(choices) == names for choices in here), requirement
            if tables:
                words = {name: self.words(name, node) for name in names}
                assert sum(len(cells_of(choices)) for choices in here) == len(cells_of(words))

    def words(self, name, node):
        ids = [choice["id"] for choice in definition()["inputs"][name]["choices"]]
        secondary = node["met_if"].get("every") == "secondary"
        return [i for i in ids if not (name == "programme" and secondary and i == "tieu-hoc")]

    def test_every_input_and_set_is_used(self):
        def named_by(*keys):
            return {m[key] for m in maps_in(definition()) for key in keys if isinstance(m.get(key), str)}

        assert named_by("value", "per", "by", "change") >= definition()["inputs"].keys()
        assert named_by("every", "count", "sum") >= definition()["sets"].keys()

    def test_everything_named_has_both_languages(self):
        worded = [m for m in maps_in(definition()) if "vi" in m or "en" in m]
        assert all(m.get("vi", "").strip() and m.get("en", "").strip() for m in worded)


class TestText:
    def test_a_requirement_reads_as_its_part_with_the_lists_that_it_names(self):
        shared = Counter(place(key)[0] for key in every_part())
        for key, part in every_part().items():
            requirement, _ = place(key)
            if shared[requirement] == 1:
                listed = part.get("topics") or part.get("participants")
                text = part["text"] + (f" ({'; '.join(listed)})" if listed else "")
                assert leaves()[requirement]["vi"] == text, key

    def test_a_table_leaves_its_numbers_to_its_cells(self):
        for requirement, count in Counter(place(key)[0] for key in every_part()).items():
            if count > 1:
                assert "%" not in leaves()[requirement]["vi"] + leaves()[requirement]["en"]


class TestThresholds:
    @pytest.mark.parametrize("key", THRESHOLDS)
    def test_is_the_number_of_the_facts_in_each_of_its_cases(self, key):
        requirement, choices = place(key)
        for cell in cells_of(choices):
            assert at_cell(leaves()[requirement]["met_if"], cell) == met_if_of(every_part()[key])

    @pytest.mark.parametrize("key", THRESHOLDS)
    def test_its_case_is_that_of_the_facts(self, key):
        _, choices = place(key)
        when = every_part()[key]["threshold"].get("when", {})
        expected = CHOICES_OF_AREA[when["area"]] if "area" in when else {}
        assert {k: v for k, v in choices.items() if k != "programme"} == expected or key == "5.6/3/a/a13"
        if "programme" in choices:
            assert [stage.replace("_", "-") for stage in when["stage"]] == list(choices["programme"])

    def test_what_has_a_threshold_decides_and_nothing_else_does(self):
        assert {r for r, node in leaves().items() if "met_if" in node} == {place(key)[0] for key in THRESHOLDS}
        assert not [n for n, (node, _) in nodes().items() if "met_if" in node and "parts" in node]

    def test_comparators_point_the_way_of_the_facts(self):
        ways = {">=": {"at_least"}, "<=": {"at_most"}}
        for key in THRESHOLDS:
            part = every_part()[key]
            said = {m for found in maps_in(met_if_of(part)) for m in found if m in ("at_least", "at_most")}
            turned = part["threshold"]["metric"] == "party_org_years_below_hoan_thanh"
            assert said == (ways[">="] if turned else ways[part["threshold"]["op"]])

    def test_five_years_are_read_where_the_facts_have_a_window(self):
        for key in THRESHOLDS:
            node, part = leaves()[place(key)[0]], every_part()[key]
            read = node["met_if"].get("every") == "five_years" or node["met_if"].get("count") == "five_years"
            assert read == ("window" in part), key
        (rule,) = [f for f in RULES["level_rules"]["facts"] if f["id"] == "L9"]
        assert definition()["sets"]["five_years"]["last"] == rule["sustained_years"]

    def test_trends_warn_beside_a_judged_requirement(self):
        warned = [r for r, node in leaves().items() if "warn_unless" in node]
        assert warned == [place(key)[0] for key in TRENDS]
        for requirement in warned:
            assert "met_if" not in leaves()[requirement]
            assert leaves()[requirement]["warn_unless"]["certainty"] == "inferred"


class TestConditionalParts:
    def test_the_thirteen_ask_for_what_the_school_has(self):
        assert {key for key, part in every_part().items() if "applies_if" in part} == CONDITIONAL.keys()
        assert len(CONDITIONAL) == 13
        for key, when in CONDITIONAL.items():
            assert leaves()[place(key)[0]]["when"] == when, key

    def test_a_threshold_for_a_kind_of_school_applies_to_that_kind(self):
        for key, when in BY_KIND_OF_SCHOOL.items():
            assert leaves()[place(key)[0]]["when"] == when, key

    def test_nothing_else_leaves_its_group(self):
        conditional = {place(key)[0] for key in CONDITIONAL | BY_KIND_OF_SCHOOL}
        leaving = {n for n, (node, _) in nodes().items() if node.keys() & {"when", "may_not_apply"}}
        assert leaving == conditional

    def test_specialised_bears_on_class_size_alone(self):
        reading = [n for n, (node, _) in nodes().items() if "specialised" in str(node)]
        assert reading == ["1.5/muc-3/p2", "1.5/muc-3/p3", "1.5/muc-3/p4"]


class TestCertaintyOfTheLaw:
    """7.2 **Certainty of the law.** Every rule, number and requirement of a definition carries its citation
    and how sure we are of it."""

    def test_a_requirement_is_confirmed_where_a_second_text_agrees_with_all_its_parts(self):
        second = {}
        for key, part in every_part().items():
            second.setdefault(place(key)[0], []).append("also" in part)
        for requirement, agreed in second.items():
            expected = "confirmed" if all(agreed) else "single_source"
            assert nodes()[requirement][1] == expected, requirement

    def test_each_indicator_cites_its_point_clause_and_article(self):
        for n, standard in enumerate(FACTS["standards"], 1):
            for level in (1, 2, 3):
                here = [c for c in standard["criteria"] if level in [at["level"] for at in c["levels"]]]
                for clause, criterion in enumerate(here, 1):
                    law = f"khoản {clause} Điều {FIRST_ARTICLE[level] + n - 1}"
                    prefix = f"{criterion['code']}/muc-{level}/"
                    for node_id, (node, _) in nodes().items():
                        if node_id.startswith(prefix) and node_id.count("/") == 2:
                            point = f"điểm {node['id']} " if node["id"] in "abc" else ""
                            assert node["cite"] == point + law

    @pytest.mark.parametrize(("criterion", "law"), [("1.5", "khoản 4 Điều 17"), ("5.6", "khoản 4 Điều 21")])
    def test_clauses_that_were_read_come_out_where_they_were(self, criterion, law):
        here = next(here for there, here in criteria() if there["code"] == criterion)
        assert law in here["cite"].split(", ")

    def test_clauses_of_article_22(self):
        assert [c["cite"] for c in clauses().values()] == [f"khoản {n} Điều 22" for n in range(1, 7)]
        assert [c["vi"] for c in clauses().values()] == [r["text"] for r in FACTS["level_4"]["requirements"]]

    def test_rules_of_levels(self):
        facts = {f["id"]: f for f in RULES["level_rules"]["facts"]}
        (outcome,) = definition()["outcomes"]
        (layer,) = [layer for layer in definition()["layers"] if layer["id"] == "criterion"]
        assert outcome["certainty"] == CERTAINTY[facts["L5"]["conf"]] == CERTAINTY[facts["L8b"]["conf"]]
        assert layer["certainty"] == CERTAINTY[facts["L6"]["conf"]]
        assert layer["cite"] == facts["L6"]["cite"].replace("k4", "").replace("Điều 2 ", "khoản 4 Điều 2")


class TestLevelOfTheSchool:
    def test_every_criterion_at_the_level_and_every_clause_for_level_4(self):
        (outcome,) = definition()["outcomes"]
        assert (outcome["id"], outcome["ladder"]) == ("muc", "muc")
        levels = ("muc-1", "muc-2", "muc-3")
        expected = {level: {"every": "criterion", "that": {"its": "level", "at_least": level}} for level in levels}
        expected["muc-4"] = {"every": "clause", "that": "met", "cite": "Điều 22"}
        assert outcome["needs"] == expected


class TestAwards:
    def award(self, award_id):
        (award,) = [a for a in definition()["awards"] if a["id"] == award_id]
        return award

    def fact(self, section, fact_id):
        (fact,) = [f for f in RULES[section]["facts"] if f["id"] == fact_id]
        return fact

    def conditions(self, award_id, grade):
        needs = self.award(award_id)["needs"][grade]
        return [{k: v for k, v in c.items() if k not in ("cite", "certainty")} for c in needs.get("all", [needs])]

    def test_grade_of_accreditation_is_the_level_found_by_external_review(self):
        for level, grade in self.fact("accreditation_certificate", "C1")["map"].items():
            conditions = self.conditions("kiem-dinh", f"cap-do-{grade}")
            assert {"outcome": "muc", "at_least": f"muc-{level}", "side": "external"} in conditions

    def test_degree_of_the_national_standard_is_that_of_the_lowest_level_that_gives_it(self):
        levels = self.fact("national_standard", "N2")["map"]
        for degree in set(levels.values()):
            lowest = min(level for level, given in levels.items() if given == degree)
            conditions = self.conditions("chuan-quoc-gia", f"muc-do-{degree}")
            assert {"outcome": "muc", "at_least": f"muc-{lowest}", "side": "external"} in conditions

    @pytest.mark.parametrize(("award", "lowest"), [("kiem-dinh", "cap-do-1"), ("chuan-quoc-gia", "muc-do-1")])
    def test_a_cohort_has_completed(self, award, lowest):
        assert {"value": "cohort_completed", "is": True} in self.conditions(award, lowest)
        assert self.fact("accreditation_certificate", "C3")["threshold"]["value"] == 1
        assert definition()["inputs"]["cohort_completed"]["given"] is True

    @pytest.mark.parametrize(
        ("award", "section", "valid", "lead", "wait"),
        [
            ("kiem-dinh", "accreditation_certificate", "C6", "C7", "C9"),
            ("chuan-quoc-gia", "national_standard", "N5", "N6", "N7"),
        ],
    )
    def test_terms(self, award, section, valid, lead, wait):
        found = self.award(award)
        assert found["valid"] == f"{self.fact(section, valid)['validity_years']} years"
        assert found["renew_before"] == f"{self.fact(section, lead)['lead_months']} months"
        assert found["wait_for_higher"] == f"{self.fact(section, wait)['wait_years']} years"

    @pytest.mark.parametrize(
        ("award", "term", "section", "fact"),
        [
            ("kiem-dinh", "authority", "accreditation_certificate", "C5"),
            ("kiem-dinh", "valid", "accreditation_certificate", "C6"),
            ("kiem-dinh", "renew_before", "accreditation_certificate", "C7"),
            ("kiem-dinh", "wait_for_higher", "accreditation_certificate", "C9"),
            ("chuan-quoc-gia", "authority", "national_standard", "N4"),
            ("chuan-quoc-gia", "valid", "national_standard", "N5"),
            ("chuan-quoc-gia", "renew_before", "national_standard", "N6"),
            ("chuan-quoc-gia", "wait_for_higher", "national_standard", "N7"),
        ],
    )
    def test_each_term_is_as_sure_as_its_source(self, award, term, section, fact):
        law, source = self.award(award)["law"][term], self.fact(section, fact)
        article, clause = source["cite"].split(" k")
        assert (law["cite"], law["certainty"]) == (f"khoản {clause} {article}", CERTAINTY[source["conf"]])

    def test_renewal_is_an_obligation_for_one_and_a_wish_for_the_other(self):
        assert "khi có nhu cầu" in self.fact("national_standard", "N6")["wording"]
        said = {award: self.award(award)["law"]["renew_before"]["vi"] for award in ("kiem-dinh", "chuan-quoc-gia")}
        assert said["kiem-dinh"].startswith("bắt buộc")
        assert "có nhu cầu, không bắt buộc" in said["chuan-quoc-gia"]

    @pytest.mark.parametrize(
        ("award", "section", "fact"),
        [("kiem-dinh", "accreditation_certificate", "C1"), ("chuan-quoc-gia", "national_standard", "N2")],
    )
    def test_the_rule_of_grades_is_as_sure_as_its_source(self, award, section, fact):
        assert self.award(award)["certainty"] == CERTAINTY[self.fact(section, fact)["conf"]]

    def test_authorities(self):
        assert self.award("kiem-dinh")["authority"]["vi"] == "Sở Giáo dục và Đào tạo"
        assert self.fact("accreditation_certificate", "C5")["text"].startswith("Người cấp: Sở GDĐT")
        assert self.award("chuan-quoc-gia")["authority"]["vi"] == "Chủ tịch Ủy ban nhân dân cấp tỉnh"
        assert self.fact("national_standard", "N4")["authority"] == "Chủ tịch UBND cấp tỉnh"
