"""W3C PROV of a result: entities, activity and agents, the same for the same result."""

import json
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.exchange import write_prov, write_prov_n

SCHOOL = Path(__file__).parents[2] / "examples" / "thcs-binh-an" / "dossier.yaml"
DOSSIER = {
    "school": {"name": "Trường A"},
    "evidence": {"MC.1.1.01": {"title": "Kế hoạch", "issued": "2026-08-20", "issuer": "Sở"}},
    "findings": {"1.1": {"reaches": "muc-1", "by": ["MC.1.1.01"]}},
}


def assess(dossier=DOSSIER, on="2027-06-30"):
    return kd.assess("vn.tt57-2026.gdtx", dossier, on=on)


class TestWhatIsWritten:
    def test_entities_activity_and_agents(self):
        result = assess()
        document = write_prov(result)
        assert [one["prov:label"] for one in document["entity"].values()] == [
            "vn.tt57-2026.gdtx@2026-07-07",
            "Dossier of Trường A",
            "Result of Trường A",
            "Kế hoạch",
        ]
        digests = [one.get("kd:digest") for one in document["entity"].values()][:2]
        assert digests == [result.framework_digest, result.dossier_digest]
        (activity,) = document["activity"].values()
        assert activity["kd:engine"] == result.engine
        assert sorted(one["prov:label"] for one in document["agent"].values()) == [
            "Sở", "Trường A", f"kiemdinh {result.engine}",
        ]  # fmt: skip

    def test_every_relation_leads_to_what_is_there(self):
        document = write_prov(assess())
        known = {name for kind in ("entity", "activity", "agent") for name in document[kind]}
        relations = set(document) - {"prefix", "entity", "activity", "agent"}
        ends = {end for kind in relations for one in document[kind].values() for end in one.values()}
        assert ends <= known
        assert known - ends == set()

    def test_who_is_not_named_is_no_agent(self):
        (agent,) = write_prov(assess({}))["agent"].values()
        assert agent["prov:label"].startswith("kiemdinh")


class TestIdentifiers:
    def test_the_same_result_gives_the_same_document(self):
        assert json.dumps(write_prov(assess())) == json.dumps(write_prov(assess()))

    @pytest.mark.parametrize("other", [assess({"school": {"name": "B"}}), assess(on="2028-06-30")])
    def test_another_result_is_another_entity(self, other):
        ours, theirs = (set(write_prov(one)["activity"]) for one in (assess(), other))
        assert ours != theirs


class TestByOthers:
    def test_the_package_prov_reads_it(self):
        model = pytest.importorskip("prov.model", reason="prov is not installed")
        result = kd.assess(None, SCHOOL)
        text = json.dumps(write_prov(result))
        found = model.ProvDocument.deserialize(content=text, format="json")
        assert json.loads(found.serialize(format="json"))["entity"].keys() == write_prov(result)["entity"].keys()
        assert len(list(found.get_records(model.ProvEntity))) == 3 + len(result.dossier.evidence)

    def test_prov_n_is_that_of_the_package(self):
        model = pytest.importorskip("prov.model", reason="prov is not installed")
        result = kd.assess(None, SCHOOL)
        found = model.ProvDocument.deserialize(content=json.dumps(write_prov(result)), format="json")
        theirs = {line.strip().replace(", -, -, -)", ")") for line in found.get_provn().splitlines() if line.strip()}
        assert {line.strip() for line in write_prov_n(result).splitlines()} == theirs
