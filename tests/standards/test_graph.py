"""What reads what: ``framework.graph()`` has every dependency of a definition, and nothing else."""

import datetime as dt

import networkx as nx
import pytest
from hypothesis import given

import kiemdinh as kd
from kiemdinh.standards.graph import find_cited, find_uses, to_dot, to_graphml
from kiemdinh.standards.names import FactKind, read_fact_name, read_value_name
from kiemdinh.testing import frameworks

DEFINITION = """
kiemdinh: 1
framework: org.example.green
en: Green school
cite: By-law 2
source: {document: By-law 2}
subject: {kind: school}
scales:
  level: {steps: [{id: reached, en: Reached}, {id: good, en: Good}]}
inputs:
  trees: {type: number, en: Trees, cite: By-law 22}
  pupils: {type: number, en: Pupils}
  boards: {type: yes_no, en: Boarders}
tags: {key: {en: Key}}
layers:
  - {id: area, en: Area}
  - {id: criterion, in: area, verdict: level, scale: level, no_text: carries, en: Criterion}
sets:
  key: {among: criterion, tagged: key}
define:
  trees_per_pupil: {value: trees, per: pupils}
  reached: {value: boards, is: true}
tree:
  - id: "1"
    en: Grounds
    parts:
      - id: "1.1"
        en: Trees
        tags: [key]
        levels:
          reached: [{id: a, en: There are trees}]
          good: [{id: a, en: Enough trees, met_if: {value: trees_per_pupil, at_least: 100%}}]
      - {id: "1.2", en: Canteen, when: reached, levels: {reached: [{id: a, en: There is a canteen}]}}
outcomes:
  - id: rank
    ladder: level
    en: Rank
    needs:
      reached: {every: key, that: {its: level, at_least: reached}}
      good: {every: criterion, that: {its: level, at_least: good}}
awards:
  - {id: flag, en: Flag, needs: {outcome: rank, at_least: good}, lost_if: {not: reached}}
"""

EDGES = {
    "1": {"1.1", "1.2"},
    "1.1": {"1.1/reached", "1.1/good"},
    "1.1/reached": {"1.1/reached/a"},
    "1.1/good": {"1.1/good/a"},
    "1.1/good/a": {"quantity:trees_per_pupil"},
    "1.2": {"1.2/reached", "quantity:reached"},
    "1.2/reached": {"1.2/reached/a"},
    "quantity:trees_per_pupil": {"input:trees", "input:pupils"},
    "quantity:reached": {"input:boards"},
    "set:key": {"1.1"},
    "outcome:rank": {"set:key", "1.1", "1.2"},
    "award:flag": {"outcome:rank", "quantity:reached"},
}


@pytest.fixture(scope="module")
def graph():
    return kd.load(text=DEFINITION).graph()


def test_every_edge_and_no_other(graph):
    assert {key: set(graph.successors(key)) for key in graph if graph.out_degree(key)} == EDGES
    assert set(nx.get_edge_attributes(graph, "kind").values()) == {"reads"}


def test_the_id_of_a_level_is_not_taken_for_a_defined_name_that_is_spelt_alike(graph):
    assert "quantity:reached" not in graph.succ["outcome:rank"]


def test_attributes(graph):
    assert graph.nodes["input:trees"] == {"kind": "input", "titles": {"en": "Trees"}, "cite": "By-law 22"}
    assert graph.nodes["1.1/good"] == {"kind": "step", "titles": {"en": "Good"}, "cite": "By-law 2"}
    assert nx.get_node_attributes(graph, "kind").keys() == set(graph)


def test_a_graph_is_the_callers_own():
    framework = kd.load(text=DEFINITION)
    framework.graph().clear()
    assert framework.graph().number_of_nodes() > 0


class TestUses:
    def test_nearest_first(self, graph):
        users, used = find_uses(graph, ("quantity:trees_per_pupil",))
        assert users == ("1.1/good/a", "1.1/good", "1.1", "1", "set:key", "outcome:rank", "award:flag")
        assert used == ("input:trees", "input:pupils")

    def test_what_is_not_there(self, graph):
        with pytest.raises(KeyError, match="input:none"):
            find_uses(graph, ("input:none",))

    @pytest.mark.parametrize(
        ("article", "found"),
        [
            ("By-law 22", ("input:trees",)),
            ("by-law  22", ("input:trees",)),
            ("By-law 3", ()),
            ("law 2", None),
            (" ", ()),
        ],
    )
    def test_an_article_as_it_is_cited(self, graph, article, found):
        if found is None:  # "By-law 2", of everything but the input of By-law 22
            found = tuple(key for key in graph if key != "input:trees")
        assert find_cited(graph, article) == found


class TestForms:
    def test_graphml_is_read_back(self, graph):
        again = nx.parse_graphml(to_graphml(graph))
        assert set(again.edges) == set(graph.edges)
        assert again.nodes["input:trees"] == {"kind": "input", "title_en": "Trees", "cite": "By-law 22"}

    def test_dot(self, graph):
        text = to_dot(graph, "vi")
        assert text.startswith("digraph {\n")
        assert '  "input:trees" [label="input:trees Trees", kind=input];' in text.splitlines()
        assert '  "1.1/good" -> "1.1/good/a";' in text.splitlines()

    def test_dot_with_quotation_marks(self):
        text = to_dot(kd.load(text=DEFINITION.replace("en: Grounds", "en: '\"Our\" grounds\\'")).graph(), "en")
        assert r'label="1 \"Our\" grounds\\"' in text


@given(frameworks())
def test_what_the_compiled_rules_read_can_be_reached(framework):
    """The rules are lowered by other code, with sets and quantities written out; the graph leads to all they read."""
    graph, rules = framework.graph(), framework.rules(None, dt.date(2027, 6, 30))
    nodes = framework.outline.fact_names
    for text in rules.definitions:
        name = read_fact_name(text)
        if not (name.is_top or name.kind is FactKind.CASE) or name.side is not None:
            continue
        reader = f"award:{name.subject}" if name.is_of_award else f"outcome:{name.subject}"
        reached = nx.descendants(graph, reader)
        facts = [nodes.read(fact).without_side for fact in rules.facts[text]]
        assert {str(fact) for fact in facts if fact.node} <= reached
        assert {f"input:{read_value_name(v).name}" for v in rules.values[text] if v.startswith("input:")} <= reached
