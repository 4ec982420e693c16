"""CASE 1.1: what the specification asks of a package, and that a framework's nodes are all there.

The schema that 1EdTech publishes (case_v1p1_cfpackage-jsonschema1.json) may not be copied into other works, so the
constraints that it states for the classes written here stand below in our own words: which fields a class must have,
which it may have, and the kinds of values. Where KIEMDINH_CASE_SCHEMA names a copy of the schema, packages are held
against that too, and the constraints below against the schema.
"""

import json
import os
import re
import uuid
from datetime import datetime

import jsonschema
import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import write_case

DAY = "2026-01-01"
ALWAYS = {"identifier", "uri", "lastChangeDateTime"}
MUST_HAVE = {
    "CFDocument": ALWAYS | {"creator", "title"},
    "CFItem": ALWAYS | {"fullStatement"},
    "CFAssociation": ALWAYS | {"associationType", "originNodeURI", "destinationNodeURI"},
    "CFRubric": ALWAYS,
    "CFRubricCriterion": ALWAYS,
    "CFRubricCriterionLevel": ALWAYS,
    "LinkURI": {"title", "identifier", "uri"},
    "LinkGenURI": {"title", "identifier", "uri"},
}
MAY_HAVE = {
    "CFDocument": {
        "caseVersion", "description", "language", "version", "statusStartDate", "statusEndDate", "notes", "publisher",
        "adoptionStatus", "frameworkType", "officialSourceURL", "subject", "subjectURI", "licenseURI", "extensions",
    },
    "CFItem": {
        "humanCodingScheme", "CFItemType", "CFItemTypeURI", "language", "notes", "abbreviatedStatement",
        "alternativeLabel", "listEnumeration", "conceptKeywords", "conceptKeywordsURI", "subject", "subjectURI",
        "educationLevel", "licenseURI", "statusStartDate", "statusEndDate", "extensions",
    },
    "CFAssociation": {"sequenceNumber", "notes", "CFAssociationGroupingURI", "extensions"},
    "CFRubric": {"title", "description", "CFRubricCriteria", "extensions"},
    "CFRubricCriterion": {
        "description", "category", "CFItemURI", "weight", "position", "rubricId", "CFRubricCriterionLevels",
        "extensions",
    },
    "CFRubricCriterionLevel": {
        "description", "quality", "score", "feedback", "position", "rubricCriterionId", "extensions",
    },
    "LinkURI": set(),
    "LinkGenURI": {"targetType"},
}  # fmt: skip
ONE_LINE = {"title", "creator", "humanCodingScheme", "CFItemType", "quality", "version"}
"""Fields of the type NormalizedString: no line breaks."""


def parts(package):
    """Each object of a package with the name of its class."""
    yield "CFDocument", package["CFDocument"]
    yield from (("CFItem", one) for one in package["CFItems"])
    for one in package["CFAssociations"]:
        yield "CFAssociation", one
        yield "LinkGenURI", one["originNodeURI"]
        yield "LinkGenURI", one["destinationNodeURI"]
    for rubric in package.get("CFRubrics", []):
        yield "CFRubric", rubric
        for criterion in rubric["CFRubricCriteria"]:
            yield "CFRubricCriterion", criterion
            yield "LinkURI", criterion["CFItemURI"]
            yield from (("CFRubricCriterionLevel", one) for one in criterion["CFRubricCriterionLevels"])


@pytest.mark.parametrize("entry", kd.catalogue(), ids=lambda entry: entry.id)
class TestEveryFramework:
    def test_the_constraints_of_each_class(self, entry):
        package = write_case(entry.id, changed=DAY)
        assert set(package) <= {"CFDocument", "CFItems", "CFAssociations", "CFRubrics"}
        for kind, part in parts(package):
            assert MUST_HAVE[kind] <= set(part) <= MUST_HAVE[kind] | MAY_HAVE[kind]
            assert uuid.UUID(part["identifier"]).version == 5
            assert all("\n" not in part[key] for key in ONE_LINE & set(part))
            assert all(isinstance(part[key], int) for key in {"position", "sequenceNumber"} & set(part))
            if "lastChangeDateTime" in part:
                assert datetime.fromisoformat(part["lastChangeDateTime"]).tzinfo is not None
        json.dumps(package)

    def test_every_node_is_an_item_below_its_own(self, entry):
        framework = entry.load()
        package = write_case(framework, changed=DAY)
        names = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
        assert list(names.values()) == list(framework.nodes)
        above = {
            names[one["originNodeURI"]["identifier"]]: names.get(one["destinationNodeURI"]["identifier"])
            for one in package["CFAssociations"]
        }
        assert above == {info.id: info.parent for info in framework.nodes.values()}
        assert {one["associationType"] for one in package["CFAssociations"]} == {"isChildOf"}

    def test_no_identifier_stands_for_two_things(self, entry):
        found = [part["identifier"] for kind, part in parts(write_case(entry.id, changed=DAY)) if kind[:4] != "Link"]
        assert len(found) == len(set(found))


@pytest.mark.skipif("KIEMDINH_CASE_SCHEMA" not in os.environ, reason="no copy of the schema is named")
class TestThePublishedSchema:
    """Packages keep it, and what stands above says the same as it."""

    @pytest.fixture
    def schema(self):
        with open(os.environ["KIEMDINH_CASE_SCHEMA"], encoding="utf-8") as file:
            return json.load(file)

    @pytest.mark.parametrize("lang", ["vi", "en"])
    @pytest.mark.parametrize("entry", kd.catalogue(), ids=lambda entry: entry.id)
    def test_every_framework(self, schema, entry, lang):
        formats = jsonschema.FormatChecker()
        formats.checks("date-time", ValueError)(datetime.fromisoformat)
        validator = jsonschema.validators.validator_for(schema)(schema, format_checker=formats)
        assert [*validator.iter_errors(write_case(entry.id, changed=DAY, lang=lang))] == []

    def test_the_fields_of_each_class(self, schema):
        in_packages = {"CFDocument": "CFPckgDocument", "CFItem": "CFPckgItem", "CFAssociation": "CFPckgAssociation"}
        classes = {name: schema["$defs"][in_packages.get(name, name)] for name in MUST_HAVE}
        assert {name: set(one["required"]) for name, one in classes.items()} == MUST_HAVE
        assert {name: set(one["properties"]) - MUST_HAVE[name] for name, one in classes.items()} == MAY_HAVE


class TestOneFramework:
    """Circular 57 for general schools: 15 criteria of two levels."""

    PACKAGE = write_case("vn.tt57-2026.pho-thong", lang="en")

    def test_the_document(self):
        document = self.PACKAGE["CFDocument"]
        assert document["caseVersion"] == "1.1"
        assert document["creator"] == "57/2026/TT-BGDĐT"
        assert document["lastChangeDateTime"] == "2026-07-07T00:00:00+00:00"
        assert document["version"] == "vn.tt57-2026.pho-thong@2026-07-07"

    def test_its_criteria_make_a_rubric(self):
        (rubric,) = self.PACKAGE["CFRubrics"]
        assert len(rubric["CFRubricCriteria"]) == 15
        levels = rubric["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
        assert [(level["quality"], level["position"]) for level in levels] == [("Level 1", 1), ("Level 2", 2)]
        assert levels[0]["description"].count("\n") == 4
        assert {one["rubricId"] for one in rubric["CFRubricCriteria"]} == {rubric["identifier"]}

    def test_identifiers_are_those_of_the_edition(self):
        again = write_case("vn.tt57-2026.pho-thong", lang="vi", changed="2030-01-01")
        first = [part["identifier"] for _, part in parts(self.PACKAGE)]
        assert [part["identifier"] for _, part in parts(again)] == first
        editions = [write_case(f"vn.tt18-2018@{day}")["CFDocument"] for day in ("2018-10-10", "2025-01-25")]
        assert editions[0]["identifier"] != editions[1]["identifier"]

    def test_both_languages_and_the_law_are_kept(self):
        item = next(one for one in self.PACKAGE["CFItems"] if one["humanCodingScheme"] == "1.3")
        kept = item["extensions"]["kiemdinh"]
        assert (kept["tags"], kept["cite"], kept["certainty"]) == (
            ["bat-buoc"],
            "Phụ lục II, tiêu chí 1.3",
            "confirmed",
        )
        assert re.match("Quản lý", kept["vi"])
        assert item["fullStatement"] == kept["en"]

    def test_a_day_is_needed(self):
        with pytest.raises(InputError, match="last changed"):
            write_case("org.abet")
