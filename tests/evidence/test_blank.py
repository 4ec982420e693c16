"""The empty dossier that one begins with."""

import datetime as dt

import pytest
import yaml

from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.evidence.writing import blank_dossier
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
        nodes = framework.nodes.values()
        wanted = (n.id for n in nodes if (n.is_requirement if at == "requirement" else n.layer and n.verdict))
        assert asked == list(wanted)

    def test_statements_are_comments(self, framework, at, lang):
        comments = [line.strip() for line in blank_dossier(framework, at, lang).splitlines() if "#" in line]
        for node in framework.nodes.values():
            if node.layer or at == "requirement":
                assert any(c.endswith(" ".join(node.node.text_in(lang).split())) for c in comments)

    def test_the_dates_that_it_shows_are_days_of_the_edition(self, framework, at, lang):
        (line,) = [line for line in blank_dossier(framework, at, lang).splitlines() if line.startswith("date:")]
        assert framework.edition_holds(dt.date.fromisoformat(line[-10:]))

    def test_asks_for_every_input(self, framework, at, lang):
        assert list(yaml.safe_load(blank_dossier(framework, at, lang))["inputs"]) == list(framework.inputs)


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
