"""The list of everything that a definition says: nothing of it is left out (semantics 7.2)."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given, settings

import kiemdinh as kd
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Page, Section, render_html, render_markdown, render_text
from kiemdinh.narration.pages import framework_list
from kiemdinh.rules import exact_number
from kiemdinh.standards.definition import Cited, Compared, InputDef, Localised
from kiemdinh.standards.parts import walk_parts
from kiemdinh.testing import frameworks

BUNDLED = [entry.id for entry in kd.catalogue()]
WIDE = 10_000
"""So wide that no entry is broken into lines."""


@cache
def listed(framework, lang):
    return render_text(framework_list(kd.load(framework), lang), width=WIDE)


def said_in(part, lang):
    """What a part of a definition says that has to stand in the list, each as it is written there."""
    messages = Messages(lang)
    if isinstance(part, Cited):
        yield from [part.cite] if part.cite else []
        yield from [messages.text(f"footing.{part.certainty}").lower()] if part.certainty else []
    if isinstance(part, Localised) and part.text_in(lang):
        yield part.text_in(lang)
    if isinstance(getattr(part, "id", None), str):
        yield part.id
    if isinstance(part, InputDef):
        # A unit that the language of definitions has is said in words, any other one as it is written.
        key = f"key.unit.{part.unit}"
        yield from [messages.text(key) if messages.has_text(key) else part.unit] if part.unit else []
        for end in (part.range.from_, part.range.to) if part.range else ():
            yield from [] if end is None else [messages.format_number(end)]
    if isinstance(part, Compared):
        yield from (messages.format_number(exact_number(to.rstrip("%"))) for to in numbers_of(part))


def numbers_of(part):
    for _, to in part.list_comparisons():
        if isinstance(to, str) and re.fullmatch(r"-?\d+(\.\d+)?%?", to):
            yield to


class TestNothingIsLeftOut:
    """7.2 **Certainty of the law.** Every rule, number and requirement of a definition carries its citation and how
    sure we are of it."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    @pytest.mark.parametrize("framework", BUNDLED)
    def test_each_id_text_article_certainty_unit_range_and_number(self, framework, lang):
        text = " ".join(listed(framework, lang).split())
        parts = [part for part, _ in walk_parts(kd.load(framework).definition)]
        missing = {said for part in parts for said in said_in(part, lang) if " ".join(said.split()) not in text}
        assert missing == set()

    @settings(max_examples=40, deadline=None)
    @given(frameworks())
    def test_of_any_definition(self, framework):
        text = " ".join(render_text(framework_list(framework, "en"), width=WIDE).split())
        parts = [part for part, _ in walk_parts(framework.definition)]
        assert {said for part in parts for said in said_in(part, "en") if " ".join(said.split()) not in text} == set()

    @pytest.mark.parametrize("framework", BUNDLED)
    def test_each_node_has_a_box_its_article_and_its_certainty(self, framework):
        loaded, messages = kd.load(framework), Messages("vi")
        # A scale, a set or an outcome may have the id of a node; each has a box in a section of its own.
        blocks = framework_list(loaded, "vi").blocks
        tree = next(one for one in blocks if isinstance(one, Section) and one.title == messages.text("list.tree"))
        lines = [line.strip(" •–") for line in render_text(Page("", (tree,)), width=WIDE).splitlines()]
        for info in loaded.nodes.values():
            certainty = messages.text(f"footing.{info.citation.certainty}").lower()
            (line,) = [line for line in lines if line.startswith(f"☐ {info.id} ")]
            assert line.endswith(f"; {certainty}]")
            assert (info.citation.cite or "") in line


LIBRARY = """
kiemdinh: 1
framework: org.example.library
en: Library standard
source: {document: By-law 12}
subject: {kind: school, has: [stage], assessed_by: stage, cite: § 9}
school_year: {begins: 09-01}
evidence: {code: "EV.{serial:2}", items: 1, cite: § 8}
inputs:
  books: {type: number, unit: count, each: year, range: {from: 0, to: 90000}, en: Books}
  area: {type: choice, choices: [{id: far, en: Far}, {id: near, en: Near}], en: Area}
layers: [{id: criterion, en: Criterion, verdict: met}]
sets:
  years: {among: year, last: 5, en: the latest years}
  named: {among: criterion, ids: {by: area, values: {far: ["1"]}, otherwise: ["1", "2"]}, en: the chosen}
define:
  many: {every: years, that: {value: books, at_least: 300}, en: There are books enough}
tree:
  - {id: "1", en: There are books, met_if: many, cite: § 1, certainty: inferred}
  - {id: "2", en: The room is lit}
scales: {ladder: {steps: [{id: good, en: Good}]}}
outcomes:
  - id: level
    ladder: ladder
    needs: {good: {all: [{every: named, that: met, cite: § 3}, many], en: All is well}}
awards:
  - id: badge
    en: Badge
    needs: {outcome: level, at_least: good}
    valid: 3 years
    renew_before: 6 months
    law: {valid: {cite: § 7, certainty: unverified}}
"""


def library(old="", new=""):
    assert old in LIBRARY
    definition = yaml.safe_load(LIBRARY.replace(old, new))
    return render_text(framework_list(kd.load(definition), "en"), width=WIDE)


class TestPolicies:
    def test_levels_have_their_texts(self):
        shown = library("items: 1", "items: 1, levels: {good: {kinds: [url]}}")
        assert "for single levels\n      – Good (good)\n" in shown

    def test_what_is_lifted_is_said_in_words(self):
        shown = library("en: The room is lit", "en: The room is lit, evidence_policy: {lifts: [kinds, no_older_than]}")
        assert "not asked for here, whatever is asked for above: a kind of evidence, a greatest age" in shown


class TestAChangeShows:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("last: 5", "last: 3"),
            ("at_least: 300", "at_least: 301"),
            ("at_least: 300", "above: 300"),
            ("unit: count", "unit: shelf"),
            ("to: 90000", "to: 9000"),
            ('far: ["1"]', 'far: ["2"]'),
            ("certainty: inferred", "certainty: confirmed"),
            ("cite: § 1", "cite: § 2"),
            ("cite: § 3", "cite: § 4"),
            ("valid: 3 years", "valid: 2 years"),
            ("renew_before: 6 months", "renew_before: 5 months"),
            ("cite: § 7", "cite: § 6"),
            ("begins: 09-01", "begins: 09-05"),
            ("items: 1", "items: 2"),
            (", assessed_by: stage", ""),
            ("every: named, that: met", "every: named, that: unmet"),
            ("all: [{every: named", "any: [{every: named"),
        ],
    )
    def test_also_behind_a_text(self, old, new):
        assert library(old, new) != library()

    def test_in_words(self):
        text = library()
        assert "– “There are books enough”: " in text
        assert "valid: 3 years [§ 7, not verified]" in text
        assert "Criterion: 2" in text


def test_a_last_day_is_not_the_day_of_a_replacement():
    """3.4 The role of a metric ("informs", "decides") may have a first and a last day."""
    text = listed("vn.tt57-2026.pho-thong", "vi")
    assert "– đến hết ngày: 31/12/2028" in text
    assert "• đến trước ngày: 25/01/2025" in listed("vn.tt18-2018@2018-10-10", "vi")


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.words.append(data)


class TestForms:
    @pytest.mark.parametrize("framework", BUNDLED)
    def test_html_is_well_formed_and_says_the_same(self, framework):
        page = framework_list(kd.load(framework), "vi")
        outline = Outline()
        outline.feed(render_html(page, "vi"))
        assert outline.open == []
        words = " ".join(" ".join(outline.words).split())
        text = [line.strip(" •–") for line in render_text(page, width=WIDE).splitlines()]
        assert all(" ".join(line.split()) in words for line in text)

    def test_html_loads_and_runs_nothing(self):
        outline = Outline()
        outline.feed(render_html(framework_list(kd.load(BUNDLED[0]), "en"), "en"))
        assert not {tag for tag, _ in outline.tags} & {"script", "link", "img", "iframe"}
        assert not [attrs for _, attrs in outline.tags if {"src", "href"} & attrs.keys()]

    def test_a_hostile_title_stays_text(self):
        definition = yaml.safe_load(LIBRARY.replace("en: Library standard", "en: '<script>alert(1)</script>'"))
        page = framework_list(kd.load(definition), "en")
        assert "<script" not in render_html(page, "en")
        assert "\\<script" in render_markdown(page)
