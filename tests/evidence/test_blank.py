"""The empty dossier that one begins with."""

import datetime as dt

import pytest
import yaml

from communes import commune, tan_lap
from kiemdinh import load
from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.evidence.writing import blank_dossier, draft_dossier
from kiemdinh.standards.catalogue import catalogue

FRAMEWORKS = [bundled.id for bundled in catalogue()]
EVERY = [bundled.load() for bundled in catalogue()]
every_framework = pytest.mark.parametrize("framework", EVERY, ids=FRAMEWORKS)


@every_framework
@pytest.mark.parametrize("at", ["criterion", "requirement"])
@pytest.mark.parametrize("lang", ["vi", "en"])
class TestBlank:
    """1.10 **Absence.** What is not recorded is unknown; an empty cell, null and NaN are absence, never "fails"."""

    def test_reads_back_without_a_finding(self, framework, at, lang):
        dossier = read_dossier(blank_dossier(framework, at, lang), framework)
        assert (dossier.findings, dossier.values, dossier.held, dossier.warnings) == ((), (), (), ())
        assert dossier.evidence is None
        assert dossier.complete == frozenset()

    def test_says_for_which_framework(self, framework, at, lang):
        assert open_dossier(blank_dossier(framework, at, lang)).framework_ref == framework.id

    def test_names_the_framework_as_it_is_asked_to(self, framework, at, lang):
        text = blank_dossier(framework, at, lang, named="../standards/our own.yaml")
        assert open_dossier(text).framework_ref == "../standards/our own.yaml"

    def test_asks_for_everything_of_that_layer_in_order(self, framework, at, lang):
        asked = list(leaves(yaml.safe_load(blank_dossier(framework, at, lang))["findings"]))
        assert asked == [node.id for node in framework.nodes.values() if is_asked(node, at)]

    def test_statements_are_comments(self, framework, at, lang):
        comments = [line.strip() for line in blank_dossier(framework, at, lang).splitlines() if "#" in line]
        for node in framework.nodes.values():
            if (node.layer or at == "requirement") and node.node.text_in(lang):
                assert any(c.endswith(" ".join(node.node.text_in(lang).split())) for c in comments)

    def test_the_dates_that_it_shows_are_days_of_the_edition(self, framework, at, lang):
        (line,) = [line for line in blank_dossier(framework, at, lang).splitlines() if line.startswith("date:")]
        assert framework.edition_holds(dt.date.fromisoformat(line[-10:]))

    def test_asks_for_every_input(self, framework, at, lang):
        asked = yaml.safe_load(blank_dossier(framework, at, lang)).get("inputs", {})
        assert list(asked) == [name for name in framework.inputs if name in own_inputs(framework)]


def own_inputs(framework):
    """The inputs that are asked of the subject itself: not of a province, and not of each member of a register."""
    kinds = set(framework.definition.populations)
    return {
        name for name, one in framework.inputs.items() if name not in framework.parameters and not kinds & set(one.each)
    }


def is_asked(node, at):
    """Whether a finding is asked for: not where a layer calculates its verdict of its parts."""
    if at == "requirement" and node.verdict in ("met", "level"):
        return node.is_requirement
    return node.layer is not None and node.verdict is not None and not (node.layer.met_if or node.layer.derive)


def leaves(below, before=""):
    for key, value in below.items():
        node = f"{before}/{key}" if before else key
        yield from leaves(value, node) if isinstance(value, dict) else [node]


@pytest.mark.parametrize("framework", [f for f in EVERY if "stage" in f.definition.subject.has])
def test_says_the_words_of_the_stages(framework):
    (line,) = [line for line in blank_dossier(framework).splitlines() if line.startswith("  stages:")]
    assert "[tieu-hoc, thcs, thpt]" in line


def test_filled_in_it_is_a_dossier():
    framework = EVERY[FRAMEWORKS.index("vn.tt57-2026.pho-thong")]
    text = blank_dossier(framework).replace('"1.3":', '"1.3": muc-1').replace("date:", "date: 2027-06-30", 1)
    assert [f.node for f in read_dossier(text, framework).findings] == ["1.3"]


@every_framework
@pytest.mark.parametrize("at", ["criterion", "requirement"])
@pytest.mark.parametrize(("lang", "word"), [("vi", "ví dụ"), ("en", "example")])
class TestExamples:
    """The examples in the comments are what a person copies, so each is right as it stands."""

    def test_an_item_of_evidence_and_a_finding_that_cites_it(self, framework, at, lang, word):
        text = blank_dossier(framework, at, lang)
        # Only the examples are kept of what stands below: a key is written once.
        head, _, below = text.partition("findings:")
        example = next(line for line in below.splitlines() if line.startswith(f"  # {word}: "))
        filled = f"{head}findings:\n{example}\n".replace(f"  # {word}: ", "  ")
        dossier = read_dossier(filled, framework)
        assert dossier.warnings == ()
        (item,), (finding,) = dossier.evidence.values(), dossier.findings
        assert finding.evidence_codes == (item.code,)
        assert is_asked(framework.nodes[finding.node], at)
        assert item.issued < finding.date < item.until
        assert framework.edition_holds(finding.date)
        assert None not in {item.title, item.place, finding.why}


class TestMarks:
    """Criteria carry the names of their tags, and figures the criteria that read them."""

    @pytest.mark.parametrize(("lang", "mark"), [("vi", "[bắt buộc] "), ("en", "[mandatory] ")])
    @pytest.mark.parametrize("at", ["criterion", "requirement"])
    def test_mandatory_criteria_are_marked(self, lang, mark, at):
        for framework in EVERY:
            marked = [line for line in blank_dossier(framework, at, lang).splitlines() if mark in line]
            tagged = [node for node in framework.nodes.values() if "bat-buoc" in node.tags]
            assert [line.split()[1] for line in marked] == [node.id for node in tagged]

    @pytest.mark.parametrize(
        ("framework", "name", "lang", "said"),
        [
            ("vn.tt57-2026.pho-thong", "career_guidance", "vi", "true hoặc false; dùng ở 3.1, 3.3"),
            ("vn.tt57-2026.pho-thong", "serious_unresolved_risk", "vi", "true hoặc false; dùng ở Mức của trường"),
            ("vn.tt57-2026.pho-thong", "data_on_time", "en", "indicator of 1.3"),
            # Read by a criterion through sets and named quantities too.
            ("vn.tt18-2018", "programme", "en", "used in 5.6"),
            (
                "vn.tt18-2018",
                "cohort_completed",
                "vi",
                "dùng ở Chứng nhận trường đạt kiểm định chất lượng giáo dục, Bằng",
            ),
        ],
    )
    def test_a_figure_says_where_it_is_used(self, framework, name, lang, said):
        text = blank_dossier(EVERY[FRAMEWORKS.index(framework)], lang=lang)
        (line,) = [line for line in text.splitlines() if line.startswith(f"  {name}:")]
        assert said in line

    def test_every_figure_of_the_bundled_frameworks_is_used_somewhere(self):
        for framework in EVERY:
            below = blank_dossier(framework, lang="en").partition("\ninputs:")[2].splitlines()
            asked = own_inputs(framework)
            said = [line for line in below if any(line.startswith(f"  {name}:") for name in asked)]
            assert len(said) == len(asked)
            assert all("used in " in line or "indicator of " in line for line in said)


def test_a_figure_of_many_criteria_names_the_first_ones_and_an_unused_one_none():
    criteria = ", ".join(f'{{id: "1.{i}", met_if: {{value: books, at_least: {i}}}}}' for i in range(1, 11))
    framework = load(
        text=f"""
kiemdinh: 1
framework: o.many
source: {{document: d}}
subject: {{kind: s}}
inputs: {{books: {{type: number, unit: count}}, spare: {{type: number, unit: count}}}}
layers: [{{id: c, verdict: met}}]
tree: [{criteria}]
outcomes: [{{id: o, cases: [{{id: good, if: {{every: c, that: met}}}}], otherwise: {{id: poor}}}}]
"""
    )
    lines = blank_dossier(framework, lang="en").splitlines()
    assert "  books:  # a number; used in 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, …" in lines
    assert "  spare:  # a number" in lines


RATED = """
kiemdinh: 1
framework: o.rated
source: {document: d}
subject: {kind: s, vi: trung tâm, en: centre}
scales: {marks: {from: 0, to: 10, step: 1}}
layers: [{id: c, vi: Tiêu chí, en: Criterion, verdict: rating, scale: marks}]
tree: [{id: "1", vi: Một, en: One}]
outcomes:
  - {id: o, cases: [{id: good, if: {mean: c, of: {its: rating}, at_least: 5}}], otherwise: {id: poor}}
"""


class TestOtherSchemes:
    """A scheme of points, without a code of evidence, and one in which all is calculated."""

    def test_what_can_be_recorded_is_said_in_the_language_of_the_comments(self):
        (line,) = [line for line in blank_dossier(load(text=RATED), lang="vi").split("\n") if line.startswith('  "1":')]
        assert line == '  "1":  # một con số trên thang marks hoặc unknown'

    def test_no_pattern_of_codes_and_no_criterion_to_record(self):
        calculated = RATED.replace('{id: "1", vi', '{id: "1", met_if: {value: x, at_least: 1}, vi').replace(
            "verdict: rating, scale: marks", "verdict: met"
        )
        calculated = calculated.replace("mean: c, of: {its: rating}, at_least: 5", "every: c, that: met")
        calculated = calculated.replace("layers:", "inputs: {x: {type: number, unit: count}}\nlayers:")
        for text in (RATED, calculated):
            framework = load(text=text)
            blank = blank_dossier(framework, lang="vi")
            read_dossier(blank, framework)
            assert "  # ví dụ: MC.01: {title: " in blank.replace('"', "")


class TestRegisters:
    """A framework with populations asks for its members, and for what is recorded of them."""

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_the_register_and_the_results_are_there_to_fill_in(self, lang):
        text = blank_dossier(commune(), lang=lang)
        assert "register:" in text
        assert "    # " + {"en": "Public school", "vi": "Trường công lập"}[lang] + " (public): " in text
        assert "outcome: vn.tt13-2020/muc" in text
        assert "\n  public:" not in text
        assert dict(read_dossier(text, commune()).register) == {"school": ()}

    def test_the_examples_are_read_once_they_are_filled_in(self):
        lines = blank_dossier(commune(), lang="en").splitlines()
        written = [line.replace("# example: ", "") if "example: - " in line else line for line in lines]
        whole = "\n".join(written).replace("public: …, highest_stage: …", "public: true, highest_stage: thcs")
        found = read_dossier(whole.replace("date: ", "date: 2027-06-30"), commune())
        assert [row.id for row in found.register["school"]] == ["A"]
        assert [(one.member.id, one.low) for one in found.results] == [("A", "muc-2")]

    def test_what_is_recorded_of_members_is_written_again(self):
        records = yaml.load(tan_lap(), Loader=yaml.BaseLoader)  # noqa: S506 - a text of our own
        found = read_dossier(draft_dossier(commune(), records), commune())
        assert [row.id for row in found.register["school"]] == ["A", "B", "C", "D"]
        assert len(found.results) == 4
        assert found.complete == {"school"}


class TestAwardsOfMembers:
    """6.5 An award of another framework is read from recorded decisions alone."""

    def test_awards_that_are_read_are_asked_for_as_awards_and_of_whom_they_are(self):
        text = blank_dossier(load("vn.ntm-2021.huyen"), lang="en")
        assert "results:" not in text
        held = text[text.index("\nheld:") + 1 : text.index("\ncomplete: ")].replace("signed: 2024-09-01", "on DAY")
        assert held.splitlines()[1:] == [
            "  # School of the national standard: muc-do-1, muc-do-2",
            "  # example: - {member: A, kind: school, award: vn.tt18-2018/chuan-quoc-gia, grade: muc-do-2, on DAY}",
            "  # Accreditation of a centre: cap-do-1, cap-do-2",
            "  # example: - {member: A, kind: school, award: vn.gdtx/kiem-dinh, grade: cap-do-2, on DAY}",
            "  # New rural commune",
            "  # example: - {member: A, kind: commune, award: vn.ntm-2021.xa/xa-ntm, on DAY}",
        ]

    @pytest.mark.parametrize("framework", ["vn.ntm-2021.huyen", "vn.ntm-2021.xa"])
    def test_the_examples_are_read_when_they_are_taken_up(self, framework):
        loaded = load(framework)
        lines = blank_dossier(loaded, lang="en").splitlines()
        rows = [line.split("example: ")[1] for line in lines if "example: - {member" in line]
        section = "held" if framework == "vn.ntm-2021.huyen" else "results"
        text = "\n  ".join([f"date: 2027-06-30\n{section}:", *rows]) + "\n"
        assert len(getattr(read_dossier(text, loaded), section)) == len(rows) > 0
