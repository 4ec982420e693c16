"""``kiemdinh uses``, and the graph forms of ``kiemdinh show``."""

import json

import networkx as nx
import pytest
from click.testing import CliRunner

from kiemdinh.cli import main

GENERAL = "vn.tt57-2026.pho-thong"


def run(*arguments):
    return CliRunner().invoke(main, arguments)


class TestUses:
    def test_a_requirement_as_data(self):
        result = run("uses", GENERAL, "1.3/muc-1/a", "--format", "json")
        assert json.loads(result.output) == {
            "id": "1.3/muc-1/a",
            "used_by": ["1.3/muc-1", "1.3", "1", "set:mandatory", "outcome:muc", "award:chuan-quoc-gia"],
            "uses": [],
        }

    def test_an_input_by_its_bare_id(self):
        data = json.loads(run("uses", GENERAL, "function_rooms", "--format", "json").output)
        assert (data["id"], data["used_by"][:2]) == ("input:function_rooms", ["4.1/muc-1/b", "4.1/muc-1"])

    def test_in_words(self):
        text = run("uses", GENERAL, "set:mandatory", "--lang", "en").output
        assert text.startswith("set:mandatory\n\nUsed by\n  • outcome:muc Level of the school\n")
        assert "\nUses\n  • 1.3 Management of plans" in text

    def test_an_article_as_it_is_cited(self):
        data = json.loads(run("uses", "vn.tt18-2018", "--article", "điểm a khoản 1 Điều 8", "--format", "json").output)
        assert data["used_by"][:2] == ["2.1/muc-1/a", "2.1/muc-1"]

    def test_an_article_that_nothing_cites(self):
        text = run("uses", GENERAL, "--article", "Điều 999").output
        uses = "Những gì phụ thuộc vào mục này\n  không có\n\nNhững gì mục này phụ thuộc vào\n  không có\n"
        assert text == f"Điều 999\n\n{uses}"

    def test_what_is_not_there_names_the_nearest(self):
        result = run("uses", "vn.tt18-2018", "programe")
        assert result.exit_code == 2
        assert "vn.tt18-2018 has no 'programe'" in result.output
        assert "did you mean 'programme'?" in result.output

    def test_one_id_of_two_things_asks_which(self, tmp_path):
        path = tmp_path / "library.yaml"
        path.write_text(
            "{kiemdinh: 1, framework: org.example.library, en: Library, cite: By-law, source: {document: By-law},"
            " subject: {kind: school}, layers: [{id: criterion, verdict: met}],"
            " inputs: {same: {type: yes_no, en: A}}, define: {other: {value: same, is: true}},"
            ' sets: {same: {among: criterion}}, tree: [{id: "1", layer: criterion, en: B, met_if: other}],'
            " outcomes: [{id: list, en: C, cases: [{id: good, en: D, if: {every: same, that: met}}],"
            " otherwise: {id: bad, en: E}}]}",
            encoding="utf-8",
        )
        result = run("uses", str(path), "same")
        assert result.exit_code == 2
        assert "write input:same or set:same" in result.output

    @pytest.mark.parametrize("arguments", [(), ("1.3", "--article", "Điều 5")])
    def test_an_id_or_an_article(self, arguments):
        result = run("uses", GENERAL, *arguments)
        assert result.exit_code == 2
        assert "give an ID, or --article TEXT" in result.output

    def test_what_hangs_on_the_members_and_on_an_outcome_of_another_framework(self):
        facility = run("uses", "vn.ntm-2021.xa", "vn.tt13-2020/muc", "--lang", "en").output
        assert "reference:vn.tt13-2020/muc Facility standard" in facility
        assert "• 5 Schools" in facility
        schools = json.loads(run("uses", "vn.ntm-2021.xa", "school", "--format", "json").output)
        assert schools["used_by"] == ["set:public_schools", "5", "quantity:school_count", "outcome:ba-tieu-chi"]


class TestGraphForms:
    def test_graphml_of_a_framework(self):
        graph = nx.parse_graphml(run("show", GENERAL, "--format", "graphml").output)
        assert graph.nodes["1.3"]["title_en"] == "Management of plans, resources, information and data"
        assert ("outcome:muc", "set:mandatory") in graph.edges

    def test_dot_of_one_node_has_what_it_reads_and_what_reads_it(self):
        text = run("show", GENERAL, "4.1/muc-1/b", "--format", "dot", "--lang", "en").output
        assert '"4.1/muc-1/b" -> "input:function_rooms";' in text
        assert '"outcome:muc" -> "set:mandatory";' in text
        assert '"1.3"' not in text

    def test_dot_has_members_and_what_is_read_of_other_frameworks(self):
        text = run("show", "vn.ntm-2021.huyen", "--format", "dot", "--lang", "en").output
        assert '"xa" -> "population:commune";' in text
        assert '"xa" -> "reference:vn.ntm-2021.xa/xa-ntm";' in text
        assert '"set:centres" -> "population:school";' in text
