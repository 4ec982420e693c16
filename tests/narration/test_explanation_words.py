"""Explanations are told in two languages, as data and as a picture: short first, and never more than is known."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import kiemdinh as kd
from kiemdinh.data.explanation_schema import explanation_schema
from kiemdinh.data.schema import name_schema
from kiemdinh.narration.drawings.svg import measure_text
from kiemdinh.narration.language import LANGUAGES, Messages
from kiemdinh.narration.layout import render_text
from kiemdinh.narration.pages import no_level_page
from kiemdinh.rules import ExhaustedError
from kiemdinh.standards.definition import schema_text
from snapshots import check_snapshot

ROOT = Path(__file__).parents[2]
SNAPSHOTS = Path(__file__).parent / "snapshots"
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/dossier.yaml"))
SCHEMA = ROOT / "docs" / "schema" / "explanation-1.1.json"
AGAIN = "python -m kiemdinh.data.explanation_schema docs/schema/explanation-1.1.json"
SVG = "{http://www.w3.org/2000/svg}"
GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
ON = "2027-06-30"

SMALL = """
kiemdinh: 1
framework: org.example.yard
source: {document: By-law 1}
subject: {kind: school}
scales: {rank: {not_reached: {id: none, en: None}, steps: [{id: one, en: One}]}}
inputs:
  classes: {type: number, unit: count, en: Classes}
  area: {type: number, unit: m2, en: Yard}
  good: {type: number, unit: percent, range: {from: 0, to: 100}, en: Good pupils}
  weak: {type: number, unit: percent, range: {from: 0, to: 100}, en: Weak pupils}
layers: [{id: criterion, en: Criterion, verdict: met}]
tree:
  - {id: few, en: Few classes, met_if: {value: classes, at_most: 45}}
  - {id: yard, en: A large yard, met_if: {value: area, above: 500}}
  - {id: good, en: Many good, met_if: {value: good, at_least: 5%}}
  - {id: weak, en: Few weak, met_if: {value: weak, at_most: 10%}}
outcomes:
  - id: rank
    en: Rank
    ladder: rank
    needs: {one: {every: criterion, that: met}}
"""


def example(name):
    return kd.assess(None, ROOT / "examples" / name / "dossier.yaml", allow_files=True)


def target_of(result):
    """Return the first label where the labels of the outcome have no order, so that no level is the next."""
    outcome = result.framework.definition.outcomes[0]
    return None if hasattr(outcome, "ladder") else outcome.cases[0].id


def explain_example(name):
    result = example(name)
    return result.explain(target_of(result))


def acceptance(**changes):
    findings = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"} | changes
    return kd.assess(GENERAL, {"findings": findings}, on=ON)


def yard(**inputs):
    return kd.assess(kd.load(text=SMALL), {"inputs": inputs}, on=ON)


def flat(text):
    return " ".join(text.split())


class TestWholeTexts:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_explanation_of_an_example(self, name, lang):
        told = explain_example(name).to_text(lang)
        check_snapshot(SNAPSHOTS / f"explain-{name}.{lang}.txt", told)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_rest_of_one_school(self, lang):
        school = example("thcs-binh-an")
        rest = (
            school.repairs(),
            school.margin(),
            school.why(),
            school.what_if({"3.3": "muc-2", "input:survey": False}),
        )
        told = "\n".join(one.to_text(lang) for one in rest) + "\n" + school.explain().to_text(lang, full=True)
        check_snapshot(SNAPSHOTS / f"explain-rest.{lang}.txt", told)

    def test_markdown_says_the_same(self):
        explanation = acceptance().explain()
        words = re.sub(r"[\\#*]|^ *- ", "", explanation.to_markdown("en"), flags=re.MULTILINE)
        assert flat(words) == flat(explanation.to_text("en").replace("• ", ""))

    def test_a_language_without_messages_is_refused(self):
        with pytest.raises(kd.InputError, match="'fr'"):
            acceptance().explain().to_text("fr")
        with pytest.raises(kd.InputError, match="'fr'"):
            acceptance().explain().to_svg("fr")


class TestFirstThings:
    """5.1 *Necessary*: in every minimal repair. *Relevant*: in some. *Irrelevant*: in none, and changing it changes no
    repair."""

    def test_what_is_necessary_and_what_is_a_choice(self):
        text = flat(acceptance().explain().to_text("en"))
        assert "At least 2 changes, in any of 3 equally cheap ways (proved to be the least)." in text
        necessary, choice = text.split("One of several ways: any 1 of these 3")
        assert "3.3" in necessary
        assert "1.1" not in necessary
        assert re.findall(r"(?:Improve|Settle): (\d\.\d)", choice) == ["1.1", "1.2", "3.3"]

    def test_a_dearer_way_is_named_apart(self):
        text = flat(acceptance().explain(costs={"3.3/muc-2": 5}).to_text("en"))
        assert "The least is a cost of 2, for 2 changes; 2 ways are equally cheap (proved to be the least)." in text
        assert "Useful in other ways, which cost more: 3.3" in text

    def test_gaps_that_do_not_matter(self):
        text = flat(acceptance(**{"1.1": "muc-2", "3.3": "muc-2", "4.3": "muc-1"}).explain("muc-1").to_text("en"))
        assert "“Level 1” is already certain: nothing has to change." in text
        assert "Gaps that do not matter for “Level 1”: 3.4" in flat(example("mam-non-hoa-sen").explain().to_text("en"))

    def test_short_first_and_whole_when_asked_for(self):
        explanation = kd.assess(GENERAL, {}, on=ON).explain()
        short, full = explanation.to_text("en"), explanation.to_text("en", full=True)
        musts = short[short.index("Necessary") : short.index("One of several ways")]
        assert re.findall(r"• (\d\.\d)", musts) == ["1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]
        assert "any 5 of these 7" in short
        assert "--full" not in short + full  # nothing was cut
        assert not re.search(r"and \d+ more", full)
        assert all(f" {criterion} " in full for criterion in CRITERIA)

    def test_ways_that_are_no_plain_choice_are_told_one_by_one(self):
        first = "{all: [{value: classes, at_most: 45}, {value: area, above: 500}]}"
        second = "{all: [{value: good, at_least: 5%}, {value: weak, at_most: 10%}]}"
        definition = kd.load(text=SMALL.replace("{every: criterion, that: met}", f"{{any: [{first}, {second}]}}"))
        inputs = {"classes": 50, "area": 400, "good": "4%", "weak": "11%"}
        text = flat(kd.assess(definition, {"inputs": inputs}, on=ON).explain("one").to_text("en"))
        assert "One of several ways: any one of these • Way 1: all 2 of these" in text
        assert "• Way 2: all 2 of these" in text

    def test_nothing_is_said_not_to_matter_where_nothing_would_do(self):
        explanation = acceptance().explain(costs={criterion: {"actionable": False} for criterion in CRITERIA})
        assert explanation.repairs.cost is None
        text = flat(explanation.to_text("en"))
        assert "No change that the school can make surely leads to “Level 2”." in text
        assert "Needed in every way: 3.3" in text
        assert "Cannot be acted on: " in text


def bounded(repairs):
    """Repairs of which a limit of the search ran out."""
    return replace(repairs, proved=False, gap=1)


class TestLimits:
    """5.3 ... The result says `proved` or `bound`."""

    def test_a_bound_is_told_with_its_gap(self):
        text = flat(bounded(acceptance().repairs()).to_text("en"))
        assert (
            "It can be done with 2 changes (not proved to be the least: it may be less, but by no more than 1)" in text
        )
        assert "At least" not in text
        assert "chưa chứng minh là ít nhất: có thể ít hơn, nhưng không quá 1" in flat(
            bounded(acceptance().repairs()).to_text("vi")
        )

    def test_without_the_classes_the_ways_are_still_told(self, monkeypatch):
        def exhausted(_problem, budget):
            raise ExhaustedError

        monkeypatch.setattr("kiemdinh.explanation.repairs.gap_roles.change_roles", exhausted)
        explanation = acceptance().explain()
        assert explanation.classes is None
        text = flat(explanation.to_text("en"))
        assert "in any of 3 equally cheap ways" in text
        assert "Necessary" not in text
        assert "Way 1: all 2 of these" in text
        jsonschema.Draft202012Validator(explanation_schema()).validate(json.loads(explanation.to_json()))
        assert any(chosen for _, _, chosen in cells(picture(explanation, "en")))


class TestFigures:
    """5.5 Measured requirements are repaired by a bound: from 52 to at most 45 (-7), one change for all thresholds on
    that side of the metric; a strict bound stays a bound ("more than 45") unless the metric declares a step."""

    def told(self, lang, **inputs):
        met = {"classes": 40, "area": 600, "good": "6%", "weak": "4%"}
        return flat(yard(**met | inputs).explain("one").to_text(lang))

    def test_down_to_a_bound(self):
        assert "Classes: from 52 to at most 45 (-7)" in self.told("en", classes=52)
        assert "Classes: giảm từ 52 xuống không quá 45 (-7)" in self.told("vi", classes=52)

    def test_a_strict_bound_stays_one(self):
        assert "Yard: from 400 m² to more than 500 m² (more than +100 m²)" in self.told("en", area=400)

    def test_whole_people_of_a_part(self):
        assert "Good pupils: 2 more of 120 (from 4 to at least 6)" in self.told("en", good={"part": 4, "of": 120})
        assert "Good pupils: thêm 2 trong tổng số 120 (từ 4 lên ít nhất 6)" in self.told(
            "vi", good={"part": 4, "of": 120}
        )
        assert "Weak pupils: 3 fewer of 120 (from 15 to at most 12)" in self.told("en", weak={"part": 15, "of": 120})

    def test_a_share_without_its_whole_differs_in_points(self):
        assert "from 3.5% to at least 5% (+1.5 percentage points)" in self.told("en", good="3.5%")
        assert "tăng từ 3,5% lên ít nhất 5% (+1,5 điểm phần trăm)" in self.told("vi", good="3.5%")

    def test_what_is_not_known_has_no_difference(self):
        told = self.told("en", classes=None)
        assert "To settle" in told
        assert "at most 45 needed" in told


class TestCosts:
    """5.3 ... Costs are positive (infinite: cannot be acted on); cheapest is among the minimal; with several costs the
    result is the set that no other beats in all."""

    FOLDER = ROOT / "examples" / "thcs-binh-an"

    @pytest.mark.parametrize("name", ["efforts.yaml", "efforts.csv"])
    def test_the_effort_files_of_the_documentation(self, name):
        file = self.FOLDER / name
        assert file.read_text(encoding="utf-8") in (ROOT / "docs" / "explanations.md").read_text(encoding="utf-8")
        school = kd.assess(None, self.FOLDER / "dossier.yaml")
        by_cost = [(r.cost, r.changes[0].id, r.changes[0].who) for r in school.repairs(costs=file)]
        assert by_cost == [
            (2, "1.2/muc-2", "Phó hiệu trưởng"),
            (3, "3.3/muc-2", "Tổ trưởng chuyên môn"),
            (8, "3.5/muc-2/c", "Tổ Toán"),
        ]
        by_months = school.repairs(costs=file, minimise="months")
        assert (by_months.cost, dict(by_months.cheapest.also)) == (2, {"cost": 3})

    def test_who_and_the_other_costs_are_told(self):
        text = flat(example("thcs-binh-an").repairs(costs=self.FOLDER / "efforts.yaml").to_text("vi"))
        assert "Cách 2: chi phí 3 (1 thay đổi)" in text
        assert "người thực hiện: Tổ trưởng chuyên môn (chi phí 3)" in text
        assert "Đồng thời cần: 2 tháng" in text

    def test_what_is_minimised_is_called_by_its_name(self):
        file = self.FOLDER / "efforts.yaml"
        school = example("thcs-binh-an")
        vi = flat(school.repairs(costs=file, minimise="months").to_text("vi"))
        assert "Ít nhất là 2 tháng, cho 1 thay đổi, theo một cách duy nhất (đã chứng minh là ít nhất)." in vi
        assert "Đồng thời cần: chi phí 3" in vi
        assert "ghi kết quả chung" in flat(school.repairs().to_text("vi"))
        assert "Mỗi thay đổi tính một lần" in vi
        en = flat(school.repairs(costs=file, minimise="months").to_text("en"))
        assert "The least is 2 months, for 1 change, in only one way" in en
        days = acceptance().repairs(costs={"3.3": {"days": 4}}, minimise="days")
        assert "The least is days 5, for 2 changes;" in flat(days.to_text("en"))

    def test_a_cost_that_nobody_gives_is_refused(self):
        with pytest.raises(kd.InputError) as caught:
            acceptance().repairs(costs={"1.1": {"months": 3}}, minimise="weeks")
        assert [(d.code, d.found) for d in caught.value.diagnostics] == [("KD333", "weeks")]


class TestScores:
    """5.5 Measured requirements are repaired by a bound: from 52 to at most 45 (-7)"""

    def test_ratings_are_named_with_their_node_and_drawn(self):
        definition = kd.load(ROOT / "tests" / "data" / "definitions" / "aun-qa.yaml")
        school = kd.assess(definition, {"findings": {str(i): 3 for i in range(1, 8)}}, on=ON)
        explanation = school.explain(definition.definition.outcomes[0].cases[0].id)
        text = flat(explanation.to_text("en"))
        assert "8 Output and outcomes: rating: not known; at least 7 needed" in text
        assert "which cost more: 1 Expected learning outcomes: rating; " in text
        states = {
            about.split()[0]: classes & {"value", "unknown"} for about, classes, _ in cells(picture(explanation, "en"))
        }
        assert (states["1"], states["8"]) == ({"value"}, {"unknown"})


class TestMargin:
    """5.6 The **margin** of a level held: the least (or cheapest) set of losses that drops it, and the facts that drop
    it alone."""

    def test_the_evidence_that_expires_first_comes_first(self):
        text = flat(example("thcs-binh-an").margin().to_text("en"))
        assert "At least 1 thing must be lost before “Level 1” is no longer certain." in text
        assert re.findall(r"• (MC\.[\d.]+)", text)[0] == "MC.4.2.01"
        assert "valid through 2027-09-04" in text

    def test_where_no_level_is_held(self):
        below, open_ = acceptance(**{"1.3": "khong-dat"}), kd.assess(GENERAL, {}, on=ON)
        assert render_text(no_level_page(below, "vi"), 80).endswith(
            "\n\nKết quả vững đến đâu\n  Chưa đạt mức nào nên không có mức nào để mất.\n"
        )
        assert "Chưa chắc chắn đạt mức nào" in render_text(no_level_page(open_, "vi"), 80)

    def test_a_figure_is_lost_past_its_bound(self):
        text = flat(yard(classes=40, area=600, good="6%", weak="4%").margin().to_text("en"))
        assert "Classes rises above 45" in text
        assert "Yard falls to 500 m²" in text


class TestWhatIf:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_what_stands_otherwise(self):
        text = flat(acceptance().what_if({"3.3": "muc-1", "1.1": "muc-2"}).to_text("en"))
        assert "Level of the school: “Level 1” → “Level 2”" in text
        assert "1.1 Vision, mission or objectives, and development plan: “Level 1” → “Level 2”" in text

    def test_a_share_and_what_is_supposed_unknown(self):
        share = {"input:good@thpt": {"part": 90, "of": 448}}
        assert "Share of good pupils (Upper secondary): 90/448" in flat(
            example("thpt-nam-sai").what_if(share).to_text("en")
        )
        for nothing in (None, "unknown"):
            text = flat(acceptance().what_if({"1.1": nothing}).to_text("en"))
            assert "objectives, and development plan: unknown What changes" in text
            assert "“Level 1” → undetermined, possibly “Level 2”" in text

    def test_an_award_that_is_not_certain(self):
        what_if = acceptance(**{"3.3": "muc-2"}).what_if({"3.3": "khong-dat"})
        assert "Công nhận đạt chuẩn quốc gia: chưa xác định, có thể “Mức độ 2” → chưa" in flat(what_if.to_text("vi"))

    def test_nothing(self):
        assert "Nothing changes." in acceptance().what_if({"1.1": "muc-1"}).to_text("en")


class TestData:
    """5.10 Explanations are data (keys, parameters, references)."""

    @pytest.fixture
    def validator(self):
        return jsonschema.Draft202012Validator(explanation_schema())

    def test_the_file_is_in_step_with_the_code(self):
        assert SCHEMA.read_text(encoding="utf-8") == schema_text(explanation_schema()), f"write it again: {AGAIN}"

    def test_it_is_a_schema_with_the_id_that_explanations_name(self):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == name_schema(acceptance().explain().to_dict()["schema"])

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_everything_told_of_an_example_is_under_it(self, name, validator):
        school = example(name)
        target = target_of(school)
        told = [school.explain(target), school.repairs(target), school.margin(), school.why(), school.what_if({})]
        kinds = [json.loads(one.to_json()) for one in told if one is not None]
        earlier = json.loads(SCHEMA.with_name("explanation-1.0.json").read_text(encoding="utf-8"))
        for data in kinds:
            validator.validate(data)
            jsonschema.Draft202012Validator(earlier).validate(data)
        assert kinds[0]["kind"] == "explanation"
        assert kinds[0]["dossier_digest"] == school.dossier_digest

    def test_figures_are_under_it_and_exact(self, validator):
        data = yard(classes=52, area=600, good={"part": 4, "of": 120}, weak="4%").explain("one").to_dict()
        validator.validate(json.loads(json.dumps(data)))
        changes = {c["id"]: c for c in data["repairs"]["cheapest"][0]["changes"]}
        assert changes["input:classes"]["to"] == {"number": 45, "direction": "down", "strict": False}
        assert (changes["input:good"]["part"], changes["input:good"]["whole"]) == (6, 120)
        assert Fraction(changes["input:good"]["from_"]["low"]) == Fraction(400, 120)

    @pytest.mark.parametrize("lacking", ["kind", "dates", "repairs"])
    def test_what_lacks_a_part_is_not(self, lacking, validator):
        data = acceptance().explain().to_dict()
        del data[lacking]
        assert not validator.is_valid(data)


def picture(explanation, lang):
    return ET.fromstring(explanation.to_svg(lang))  # noqa: S314 - our own text


def classes_of(root, element):
    """Give the classes of an element without the id of the picture in front."""
    return {name.removeprefix(root.get("id") + "-") for name in element.get("class", "").split()}


def cells(root):
    """Give the cells that stand for steps, by what they say of themselves, with their classes and whether chosen."""
    for group in root.iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None:
            chosen = any("chosen" in classes_of(root, path) for path in group.iter(f"{SVG}path"))
            yield title.text, classes_of(root, group.find(f"{SVG}rect")), chosen


TAGGED = """
kiemdinh: 1
framework: org.example.tags
source: {document: By-law 2}
subject: {kind: school}
tags: {a: {en: first}, b: {en: second}, c: {en: third}, d: {en: fourth}, e: {en: fifth <x>}, f: {en: sixth}}
layers: [{id: standard, en: Standard}, {id: criterion, en: Criterion, verdict: met}]
tree:
  - id: p
    layer: standard
    tags: [a]
    parts:
      - {id: "1", layer: criterion, tags: [e, b]}
      - {id: "2", layer: criterion, tags: [c]}
      - {id: "3", layer: criterion, tags: [d]}
      - {id: "4", layer: criterion}
outcomes: [{id: o, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""


class TestPictureInAPage:
    """A picture that is written into a page shares its ids and its style with all that stands there."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_no_rule_reaches_the_page_and_no_name_is_the_page_s(self, lang):
        root = picture(acceptance().explain(), lang)
        own, (sheet,) = root.get("id"), root.iter(f"{SVG}style")
        selectors = re.findall(r"([^{}]+)\{", sheet.text)
        assert selectors
        assert all(re.fullmatch(rf"#{own} \.{own}-[a-z0-9-]+", selector) for selector in selectors)
        inside = [element for element in root.iter() if element is not root]
        names = [name for element in inside for name in (element.get("id"), *element.get("class", "").split()) if name]
        assert all(name.startswith(f"{own}-") for name in names)
        assert set(re.findall(r"url\(#([^)]*)\)", sheet.text)) <= set(names)

    def test_each_class_has_its_rule(self):
        for name in ("thcs-binh-an", "thcs-ben-ngoc"):
            root = picture(example(name).explain(), "vi")
            (sheet,) = root.iter(f"{SVG}style")
            used = {name for element in root.iter() for name in element.get("class", "").split()}
            assert used == set(re.findall(r" \.([a-z0-9-]+)\{", sheet.text))

    def test_two_pictures_share_no_id_and_the_same_one_is_the_same(self):
        explanation, other = acceptance().explain(), example("thcs-ben-ngoc").explain()
        roots = [picture(explanation, "vi"), picture(explanation, "en"), picture(other, "vi")]
        ids = [element.get("id") for root in roots for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert explanation.to_svg("vi") == acceptance().explain().to_svg("vi")

    def test_it_takes_the_size_of_its_place(self):
        root = picture(acceptance().explain(), "vi")
        assert (root.get("width"), root.get("height")) == (None, None)
        assert root.get("viewBox").startswith("0 0 ")

    @pytest.mark.parametrize(
        ("lang", "title", "said"),
        [
            ("vi", "Sơ đồ: còn thiếu gì để đạt Mức 2", "Cải thiện: 3.3 Tổ chức hoạt động giáo dục"),
            ("en", "The picture for “Level 2”", "Improve: 3.3 Educational activities"),
        ],
    )
    def test_it_says_what_it_shows_to_those_who_do_not_see_it(self, lang, title, said):
        root = picture(acceptance().explain(), lang)
        assert (root.get("role"), root.get("lang")) == ("img", lang)
        by_id = {element.get("id"): element.text for element in root.iter()}
        heading, description = (by_id[name] for name in root.get("aria-labelledby").split())
        assert heading == title
        assert said in description
        assert not re.search(r"\.\.|\{|\}", description)


class TestTagsInThePicture:
    """Tags are told apart by a shape, which the legend names."""

    @pytest.mark.parametrize(("lang", "mandatory"), [("vi", "bắt buộc"), ("en", "mandatory")])
    def test_mandatory_criteria_have_a_shape_and_the_legend_names_it(self, lang, mandatory):
        school = example("thcs-binh-an")
        root = picture(school.explain(), lang)
        shapes = [path for path in root.iter(f"{SVG}path") if "tag" in classes_of(root, path)]
        tagged = [node for node in school.nodes if "bat-buoc" in school.framework.nodes[node.node].tags]
        assert len(shapes) == len(tagged) + 1
        texts = [text.text for text in root.iter(f"{SVG}text")]
        assert texts.count(mandatory) == 1
        assert texts.count(Messages(lang).text("draw.necessary")) == 1
        said = {about.split()[0] for about, _, _ in cells(root) if f", {mandatory}" in about}
        assert said == {node.id for node in tagged}

    def test_each_tag_in_use_has_a_shape_of_its_own(self):
        framework = kd.load(text=TAGGED)
        root = picture(kd.assess(framework, {}, on=ON).explain("good"), "en")
        shapes = [path.get("d").split(" ", 1)[1].lstrip("0123456789") for path in root.iter(f"{SVG}path")
                  if "tag" in classes_of(root, path)]  # fmt: skip
        rings = [circle for circle in root.iter(f"{SVG}circle") if "tag-open" in classes_of(root, circle)]
        # Each stands once beside its node and once in the legend; the fifth has a number, the sixth is on no node.
        assert (len(shapes), len(set(shapes)), len(rings)) == (8, 4, 2)
        texts = [text.text for text in root.iter(f"{SVG}text")]
        assert [text for text in texts if text in {"first", "second", "third", "fourth", "fifth <x>", "sixth"}] == [
            "first", "second", "third", "fourth", "fifth <x>"
        ]  # fmt: skip
        assert texts.count("5") == 2

    def test_no_tag_no_shape(self):
        root = picture(example("thcs-ben-ngoc").explain(), "vi")
        assert not [path for path in root.iter(f"{SVG}path") if "tag" in classes_of(root, path)]

    def test_an_entry_of_the_legend_never_runs_into_the_next(self):
        """The widths are those of the picture's own reckoning: an entry ends before the next one begins."""
        long = TAGGED.replace("en: first", f"en: {'first and last ' * 12}")
        root = picture(kd.assess(kd.load(text=long), {}, on=ON).explain("good"), "vi")
        lines = {}
        for text in root.iter(f"{SVG}text"):
            lines.setdefault(int(text.get("y")), []).append(text)
        ends = [(int(a.get("x")) + measure_text(a.text, 11), int(b.get("x"))) for line in lines.values()
                for a, b in pairwise(line)]  # fmt: skip
        assert ends
        assert all(end < start for end, start in ends)


class TestPicture:
    """5.1 *Necessary*: in every minimal repair. *Relevant*: in some."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_every_example_fits_a_sheet_of_a4_and_has_its_legend(self, name, lang):
        root = picture(explain_example(name), lang)
        assert root.tag == f"{SVG}svg"
        width, height = (int(end) for end in root.get("viewBox").split()[2:])
        assert height * 210 <= width * 297 * Fraction(105, 100)
        texts = {text.text for text in root.iter(f"{SVG}text")}
        messages = Messages(lang)
        assert {
            messages.text(f"draw.{key}") for key in ("met", "unknown", "unmet", "necessary", "relevant", "chosen")
        } <= texts

    @pytest.mark.parametrize(("name", "rows"), [("thcs-binh-an", 15), ("thcs-ben-ngoc", 34)])
    def test_every_criterion_is_drawn_on_one_sheet(self, name, rows):
        school = example(name)
        root = picture(school.explain(), "en")
        judged = {node.id for node in school.nodes if node.layer is not None}
        assert len(judged) == rows
        assert {about.split()[0] for about, _, _ in cells(root)} == judged
        width, height = (int(end) for end in root.get("viewBox").split()[2:])
        assert height * 210 <= width * 297 * Fraction(105, 100)

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", ["thcs-ben-ngoc", "th-thcs-dong-tien"])
    def test_the_title_of_every_criterion_is_whole(self, name, lang):
        school = example(name)
        drawn = " ".join(text.text for text in picture(school.explain(), lang).iter(f"{SVG}text"))
        rows = [node for node in school.nodes if node.layer is not None and node.kind in ("level", "met")]
        titles = [school.framework.nodes[node.node].node.text_in(lang) for node in rows]
        assert titles
        assert [title for title in titles if " ".join(title.split()) not in drawn] == []

    def test_what_is_met_unknown_unmet_necessary_and_chosen(self):
        found = {
            about.partition(" – ")[0]: (classes, chosen)
            for about, classes, chosen in cells(picture(acceptance().explain(), "en"))
        }
        step = {key.split()[0] + "/" + key[-2]: value for key, value in found.items()}
        assert step["1.3/2"] == ({"cell", "met"}, False)
        assert step["3.3/1"] == ({"cell", "unmet", "necessary"}, True)
        assert step["1.1/2"] == ({"cell", "unmet", "relevant"}, True)
        assert step["1.2/2"] == ({"cell", "unmet", "relevant"}, False)
        assert step["3.3/2"] == ({"cell", "unmet", "relevant"}, False)

    def test_a_figure_is_marked_where_it_decides(self):
        found = {
            about.split()[0]: (classes, chosen)
            for about, classes, chosen in cells(picture(example("thpt-nam-sai").explain(), "en"))
            if "necessary" in classes
        }
        assert found == {"5.6": ({"cell", "unmet", "necessary"}, True)}

    def test_states_differ_by_pattern_and_sign_and_not_by_colour_alone(self):
        root = picture(acceptance().explain(), "en")
        own, (sheet,) = root.get("id"), root.iter(f"{SVG}style")
        assert f"-unmet{{fill:url(#{own}-hatch)}}" in sheet.text
        assert f"-unknown{{fill:url(#{own}-dots)}}" in sheet.text
        assert {pattern.get("id") for pattern in root.iter(f"{SVG}pattern")} == {f"{own}-hatch", f"{own}-dots"}

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", ["thcs-binh-an", "mam-non-hoa-sen"])
    def test_what_is_to_be_done_is_not_cut_where_there_is_room(self, name, lang):
        explanation = example(name).explain()
        drawn = flat(" ".join(text.text for text in picture(explanation, lang).iter(f"{SVG}text")))
        said = [change.id.split("/")[0] for change in explanation.repairs.cheapest.changes]
        told = drawn[drawn.index(Messages(lang).text("draw.chosen_list")) :]
        assert "…" not in told
        assert all(one in told for one in said)

    def test_it_is_called_a_plan_of_what_is_missing(self):
        assert picture(acceptance().explain(), "vi").find(f"{SVG}title").text == "Sơ đồ: còn thiếu gì để đạt Mức 2"

    def test_a_hostile_name_stays_text(self):
        findings = dict.fromkeys(CRITERIA, "muc-1")
        school = {"school": {"name": '<script>alert(1)</script> & "A"'}, "findings": findings}
        root = picture(kd.assess(GENERAL, school, on=ON).explain(), "vi")
        assert not list(root.iter(f"{SVG}script"))
        assert any("<script>" in (text.text or "") for text in root.iter(f"{SVG}text"))

    def test_at_the_top_it_is_drawn_as_it_stands(self):
        root = picture(kd.assess(GENERAL, {"findings": dict.fromkeys(CRITERIA, "muc-2")}, on=ON).explain(), "en")
        assert root.find(f"{SVG}title").text == "The picture today"
        assert all(classes == {"cell", "met"} and not chosen for _, classes, chosen in cells(root))
