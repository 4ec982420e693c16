"""NIST OSCAL: catalogs and mappings have every node and relation, and no id twice.

That they are OSCAL is for compliance-trestle to say, in an environment of its own: ``.ci/oscal``.
"""

import re
import uuid

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import write_oscal_catalog, write_oscal_mapping
from kiemdinh.transitions.crosswalks import bundled_crosswalks, find_bundled_crosswalk

DAY = "2026-01-01"
TOKEN = re.compile(r"[^\W\d][\w.\-]*")


def objects(data):
    """Every map in some data."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from objects(inner)


def labels(data):
    return [prop["value"] for one in objects(data) for prop in one.get("props", ()) if prop["name"] == "label"]


@pytest.mark.parametrize("entry", kd.catalogue(), ids=lambda entry: entry.id)
class TestEveryFramework:
    def test_every_node_is_there_once(self, entry):
        framework = entry.load()
        found = labels(write_oscal_catalog(framework, changed=DAY))
        levels = {f"{info.id}/{step}" for info in framework.nodes.values() for step in info.levels}
        assert sorted(found) == sorted([*framework.nodes, *levels])

    def test_ids_are_tokens_and_no_two_the_same(self, entry):
        catalog = write_oscal_catalog(entry.id, changed=DAY)["catalog"]
        ids = [one["id"] for one in objects(catalog) if "id" in one]
        assert len(ids) == len(set(ids))
        assert all(TOKEN.fullmatch(one) for one in ids)
        assert uuid.UUID(catalog["uuid"]).version == 5

    def test_no_list_is_empty_and_no_title_is_broken(self, entry):
        catalog = write_oscal_catalog(entry.id, changed=DAY)
        assert [key for one in objects(catalog) for key, value in one.items() if value in ([], {}, "", None)] == []
        assert all("\n" not in one["title"] for one in objects(catalog) if "title" in one)


class TestCatalog:
    CATALOG = write_oscal_catalog("vn.tt57-2026.pho-thong", lang="en")["catalog"]

    def test_standards_are_groups_and_criteria_controls(self):
        assert [len(group["controls"]) for group in self.CATALOG["groups"]] == [4, 3, 5, 3]

    def test_a_level_is_a_statement_with_an_item_for_each_requirement(self):
        control = self.CATALOG["groups"][0]["controls"][0]
        statements = [part for part in control["parts"] if part["name"] == "statement"]
        assert [(part["id"], part["title"], len(part["parts"])) for part in statements] == [
            ("_1.1_muc-1", "Level 1", 5),
            ("_1.1_muc-2", "Level 2", 3),
        ]
        assert (
            statements[0]["parts"][0]["prose"] == "The school has clear objectives and a clear direction of development"
        )

    def test_what_the_text_warns_of_is_guidance(self):
        control = next(one for one in objects(self.CATALOG) if one.get("id") == "_4.1")
        (guidance,) = [part["prose"] for part in control["parts"] if part["name"] == "guidance"]
        assert guidance.startswith("Smart classrooms")


class TestMapping:
    @pytest.mark.parametrize("pair", bundled_crosswalks(), ids=lambda pair: pair[0])
    def test_every_relation_of_nodes_is_mapped(self, pair):
        crosswalk = find_bundled_crosswalk(*pair)
        mapping = write_oscal_mapping(crosswalk)["mapping-collection"]["mappings"][0]
        of_nodes = [
            one
            for one in crosswalk.relations
            if one.source and one.target and one.source.split("/")[0] not in ("inputs", "outcomes", "awards")
        ]
        assert len(mapping["maps"]) == len(of_nodes)
        catalogs = [write_oscal_catalog(side) for side in (crosswalk.source, crosswalk.target)]
        ids = [{one["id"] for one in objects(catalog) if "id" in one} for catalog in catalogs]
        for one in mapping["maps"]:
            assert one["sources"][0]["id-ref"] in ids[0]
            assert one["targets"][0]["id-ref"] in ids[1]

    def test_what_has_no_counterpart_is_a_gap(self):
        ends = {"from": "vn.tt18-2018", "to": "vn.tt57-2026.pho-thong"}
        why = {"vi": "Lý do", "en": "A reason"}
        relations = [
            {"from": "1.1", "to": "1.1", "is": "intersects-with", "why": why, "confidence": "high", "editorial": True},
            {"from": "1.1/muc-2", "to": "1.1/muc-1", "is": "superset-of", "why": why, "confidence": "low"},
            {"from": "1.9", "is": "none", "why": why, "confidence": "medium"},
        ]
        crosswalk = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": ends, "relations": relations})
        mapping = write_oscal_mapping(crosswalk, lang="en")["mapping-collection"]["mappings"][0]
        assert [
            (one["relationship"], one["sources"][0], one["targets"][0], one["confidence-score"], one["remarks"])
            for one in mapping["maps"]
        ] == [
            (
                "intersects-with",
                {"type": "control", "id-ref": "_1.1"},
                {"type": "control", "id-ref": "_1.1"},
                {"category": "high"},
                "A reason",
            ),
            (
                "superset-of",
                {"type": "statement", "id-ref": "_1.1_muc-2"},
                {"type": "statement", "id-ref": "_1.1_muc-1"},
                {"category": "low"},
                "A reason",
            ),
        ]
        gaps = mapping["source-gap-summary"]["unmapped-controls"][0]["with-ids"]
        assert "_1.9" in gaps
        assert "_1.1" not in gaps

    def test_what_is_no_crosswalk(self):
        with pytest.raises(InputError):
            write_oscal_mapping("vn.tt18-2018")
