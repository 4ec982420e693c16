"""7.4 A result is JSON under a published schema: in pydantic and FastAPI it is a type of its own."""

import json
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import kiemdinh as kd
from kiemdinh.results import STYLESHEET, Explanation, Forecast, Margin, Repairs, WhatIf, Why
from kiemdinh.transitions.carrying import CarriedOver
from kiemdinh.transitions.diffs import Diff

ROOT = Path(__file__).parents[2]
SCHOOL = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"
OLD = ROOT / "examples" / "thpt-nam-sai" / "dossier.yaml"
GENERAL = "vn.tt57-2026.pho-thong"


@pytest.fixture(scope="module")
def result():
    return kd.assess(GENERAL, SCHOOL)


def values(result):
    yield kd.Assessment, result
    yield Explanation, result.explain("muc-2")
    yield Repairs, result.repairs("muc-2")
    yield Margin, result.margin()
    yield Why, result.why()
    yield WhatIf, result.what_if({"1.2": "muc-2"})
    yield Forecast, result.forecast(until="2027-12-31")
    yield Diff, kd.diff("vn.tt18-2018@2018-10-10", "vn.tt18-2018@2025-02-10")
    yield CarriedOver, kd.carry_over(OLD, to=GENERAL, on="2027-06-30")


class TestTypes:
    def test_each_is_written_as_its_data_and_read_back(self, result):
        for kind, value in values(result):
            adapter = TypeAdapter(kind)
            assert adapter.dump_python(value) == value.to_dict(), kind
            assert json.loads(adapter.dump_json(value)) == value.to_dict(), kind
            assert adapter.validate_python(value) is value, kind
            assert adapter.validate_python(value.to_dict()).to_dict() == value.to_dict(), kind

    def test_its_data_is_valid_under_the_schema_of_the_type(self, result):
        for kind, value in values(result):
            schema = TypeAdapter(kind).json_schema()
            jsonschema.Draft202012Validator.check_schema(schema)
            assert "$ref" not in json.dumps(schema)
            assert [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(value.to_dict())] == [], kind

    def test_it_refuses_what_breaks_the_schema(self, result):
        """The schema says something: a result without its level, or with a word for a date, is not valid."""
        schema = jsonschema.Draft202012Validator(TypeAdapter(kd.Assessment).json_schema())
        said = result.to_dict()
        for broken in ({k: v for k, v in said.items() if k != "level"}, said | {"determined": "perhaps"}):
            assert list(schema.iter_errors(broken))

    def test_diagnostics_and_findings_are_written(self):
        with pytest.raises(kd.InputError) as error:
            kd.assess(GENERAL, {"findings": {"9.9": "muc-1"}}, on="2027-06-30")
        problems = TypeAdapter(list[kd.Diagnostic])
        said = problems.dump_python(list(error.value.diagnostics))
        assert [one["code"] for one in said] == [one.code for one in error.value.diagnostics]
        jsonschema.validate(said, problems.json_schema())
        findings = TypeAdapter(list[kd.Finding])
        found = kd.lint(text=DEFINITION)
        assert found
        jsonschema.validate(findings.dump_python(list(found)), findings.json_schema())

    def test_a_diagnostic_is_not_read_back(self):
        """What its message was made of is not in its data."""
        with pytest.raises(ValidationError, match="not read back"):
            TypeAdapter(kd.Diagnostic).validate_python({"code": "KD101"})

    def test_what_is_no_result_is_told_with_its_place(self):
        class Report(BaseModel):
            results: list[kd.Assessment]

        for wrong, said in ((1, "Assessment is expected, or its data"), ({"schema": "x"}, "KD341")):
            with pytest.raises(ValidationError) as error:
                Report(results=[wrong])
            (problem,) = error.value.errors()
            assert problem["loc"] == ("results", 0)
            assert said in problem["msg"]


DEFINITION = """
kiemdinh: 1
framework: org.example.lint
en: A standard
source: {document: By-law 1}
subject: {kind: club}
tags: {urgent: {en: urgent}}
layers: [{id: item, verdict: met}]
tree: [{id: "1", en: One}]
outcomes: [{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}]
"""


class TestFastAPI:
    def test_endpoints_are_annotated_with_results(self, result):
        fastapi = pytest.importorskip("fastapi")

        class Report(BaseModel):
            result: kd.Assessment
            ways: Repairs
            problems: list[kd.Diagnostic] = []

        app = fastapi.FastAPI()

        @app.get("/assessment")
        def assessment() -> kd.Assessment:
            return result

        @app.post("/report")
        def report(given: kd.Assessment) -> Report:
            return Report(result=given, ways=result.repairs("muc-2"))

        schemas = app.openapi()["components"]["schemas"]
        assert {"Assessment", "Report", "Repairs", "Diagnostic"} <= set(schemas)
        assert "level" in schemas["Assessment"]["properties"]
        paths = app.openapi()["paths"]
        said = paths["/assessment"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert said == {"$ref": "#/components/schemas/Assessment"}
        answers = {route.path: route for route in app.routes if route.path in ("/assessment", "/report")}
        assert answers["/assessment"].response_field.serialize(result) == result.to_dict()
        assert answers["/report"].endpoint(result).model_dump()["result"] == result.to_dict()


class _Texts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.classes, self.tags = [], set(), set()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.classes |= {dict(attrs)["class"]} if "class" in dict(attrs) else set()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


class TestPages:
    """7.4 ... to_html is a part of a page."""

    def parse(self, html):
        parser = _Texts()
        parser.feed(html)
        parser.close()
        assert parser.open == []
        return parser

    def test_it_is_one_element_with_the_documented_classes(self, result):
        for value in (result, result.explain("muc-2"), result.repairs("muc-2"), result.margin()):
            for style in (True, False):
                html = value.to_html("vi", style=style)
                assert html.startswith('<div class="kiemdinh" lang="vi">')
                found = self.parse(html)
                assert found.classes <= {"kiemdinh", "text"}
                assert ("style" in found.tags) == style
                assert (STYLESHEET in html) == style

    def test_it_says_what_the_text_says(self, result):
        assert "Mức của trường: Đạt Mức 1" in result.to_html("vi")
        assert "Level of the school: Level 1" in result.to_html("en")
        assert result.to_html("en", brief=True) != result.to_html("en")

    def test_a_hostile_name_is_text(self):
        school = {"school": {"name": "<script>alert(1)</script>\"'&"}, "findings": {}}
        html = kd.assess(GENERAL, school, on="2027-06-30").to_html()
        assert "script" not in self.parse(html).tags
        assert "&lt;script&gt;" in html

    def test_a_notebook_shows_it(self, result):
        assert result._repr_html_() == result.to_html()
        assert result.margin()._repr_html_() == result.margin().to_html()

    @pytest.mark.parametrize("wrong", [{"lang": "fr"}, {"style": 1}, {"full": "yes"}])
    def test_wrong_arguments_are_refused(self, result, wrong):
        with pytest.raises(kd.InputError):
            result.to_html(**wrong)
        with pytest.raises(kd.InputError):
            result.margin().to_html(**wrong)
