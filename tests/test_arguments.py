"""Wrong arguments of every public call are an ``InputError`` that names the argument and can be given as data."""

import datetime as dt
import json
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh import exchange
from kiemdinh.web import make_asgi_app, make_router, make_wsgi_app

GENERAL = "vn.tt57-2026.pho-thong"
CRITERIA = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3".split()  # noqa: SIM905
HELD = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1"}
DAY = dt.date(2027, 6, 30)
UNTIL = dt.date(2028, 1, 1)
OLD = kd.load("vn.tt18-2018@2025-01-25")
OLD_DOSSIER = {"framework": OLD.id, "date": "2026-05-30", "findings": {"1.1": "muc-1"}}
BUNDLED = kd.load_crosswalk({"kiemdinh": 1, "crosswalk": {"from": OLD.edition, "to": GENERAL}, "relations": []})
IMPACT = kd.assess_many(OLD, [{"school": "A", "1.1": "muc-1"}], on=DAY)
OLD_ROWS = [{"school": "A", "date": "2026-05-30", "1.1": "muc-1"}]


def carry(old=OLD_DOSSIER, **more):
    return kd.carry_over(old, **{"to": GENERAL, "on": DAY} | more)


def carry_many(table=OLD_ROWS, **more):
    return kd.carry_over_many(table, **{"framework": OLD, "to": GENERAL, "on": DAY} | more)


class Sabotage:
    """Must not be asked for its text or its truth."""

    def __str__(self):
        raise RuntimeError

    __repr__ = __bool__ = __str__


FRAMEWORK_WRITERS = (
    exchange.write_framework_workbook,
    exchange.write_case,
    exchange.write_oscal_catalog,
    exchange.write_definition,
)
ODD = [-1, 1.5, float("nan"), True, "x", "vi-VN", "", b"x", [], [1], {("a",): 1}, object(), open, 10**5000, Sabotage()]
NO_COUNTS = [value for value in ODD if value is not True and not (isinstance(value, int) and value > 0)]
FLAGS = ["", "false", 0, 1, [], Sabotage()]


def is_absent(value):
    """1.10: an empty cell, null and NaN are absence."""
    return value == "" or value == [] or value != value


@pytest.fixture(scope="module")
def result():
    return kd.assess(GENERAL, {"findings": HELD, "inputs": {"years_of_data": 3}}, on=DAY)


@pytest.fixture(scope="module")
def batch():
    return kd.assess_many(GENERAL, [{"school": "A", **HELD}], on=DAY)


@pytest.fixture(scope="module")
def parts(result):
    asked = [result.explain(), result.repairs(), result.margin(), result.why(), result.what_if({"1.1": "muc-2"})]
    return [result, *asked, result.forecast(until=UNTIL), result.ask_next(), kd.diff(OLD, OLD), carry()]


def refused(call, about, **arguments):
    with pytest.raises(kd.InputError) as caught:
        call(**arguments)
    said = json.loads(json.dumps(caught.value.to_dict()))["diagnostics"]
    assert about in {problem["path"].partition("[")[0] for problem in said}
    assert all(problem["expected"] and problem["code"] for problem in said)
    return said


@pytest.mark.parametrize("odd", ODD, ids=lambda value: type(value).__name__)
class TestEveryWrongValue:
    def test_languages_and_columns(self, odd, parts, result):
        for part in parts:
            refused(part.to_text, "lang", lang=odd)
            refused(part.to_markdown, "lang", lang=odd)
            if odd in NO_COUNTS:
                refused(part.to_text, "width", width=odd)
                refused(part.to_json, "indent", indent=odd)
        refused(parts[1].to_svg, "lang", lang=odd)
        if not isinstance(odd, str):
            refused(result.framework.title, "lang", lang=odd)

    def test_targets_numbers_and_costs(self, odd, result):
        for call in (result.repairs, result.explain, result.blocking_sets, result.ask_next):
            refused(call, "target", target=odd)
            if odd in NO_COUNTS:
                refused(call, "budget", budget=odd)
        for call in (result.repairs, result.blocking_sets, result.ask_next):
            if odd in NO_COUNTS:
                refused(call, "limit", limit=odd)
        for call in (result.repairs, result.explain):
            refused(call, "minimise", minimise=odd)
            with pytest.raises(kd.InputError):
                call(costs=odd)

    def test_reports(self, odd, result):
        for name in ("form", "format", "lang"):
            refused(kd.report, name, **{"result": result, "form": "gap", name: odd})
        for name in ("date", "costs"):
            if not is_absent(odd) and not (name == "costs" and odd in ({}, [])):
                with pytest.raises(kd.InputError):
                    result.report("gap", **{name: odd})
        refused(result.report, "template", form="gap", template=odd)
        refused(kd.report, "result", result=odd, form="gap")

    def test_what_is_attached(self, odd, parts, result):
        _, *explanations, compared, _ = parts
        for explanation in explanations:
            refused(explanation.attach, "result", result=odd)
        refused(result.attach, "framework", framework=odd)
        refused(compared.attach, "old", old=odd, new=OLD)
        refused(compared.attach, "new", old=OLD, new=odd)

    def test_the_first_repairs(self, odd, result):
        if odd in NO_COUNTS or odd is True:
            refused(result.repairs().first, "most", most=odd)

    def test_editions(self, odd):
        if not isinstance(odd, str):
            refused(kd.editions, "framework_id", framework_id=odd)

    def test_what_is_written_for_others(self, odd, result):
        for write in (exchange.write_framework_workbook, exchange.write_case, exchange.write_oscal_catalog):
            refused(write, "lang", framework=OLD, lang=odd)
        refused(exchange.write_oscal_mapping, "lang", crosswalk=BUNDLED, lang=odd)
        for write in (exchange.write_case, exchange.write_oscal_catalog):
            if not is_absent(odd):
                refused(write, "changed", framework=OLD, changed=odd)
        if not isinstance(odd, str):
            refused(exchange.write_case, "creator", framework=OLD, creator=odd)
        for write in (*FRAMEWORK_WRITERS, exchange.write_oscal_mapping):
            with pytest.raises(kd.InputError):
                write(odd)
        for write in (exchange.write_prov, exchange.write_prov_n):
            refused(write, "result", result=odd)

    def test_what_is_read_from_a_workbook(self, odd):
        with pytest.raises(kd.InputError):
            exchange.read_framework_workbook(odd)
        if not isinstance(odd, str | Path):
            refused(exchange.is_framework_workbook, "path", path=odd)
        if not isinstance(odd, bool):
            refused(exchange.read_framework_workbook, "unofficial", path="a.xlsx", unofficial=odd)

    def test_what_is_supposed_and_nodes(self, odd, result):
        refused(result.what_if, "changes", changes=odd)
        refused(result.node, "node_id", node_id=odd)
        refused(result.framework.node_digest, "node_id", node_id=odd)
        if not is_absent(odd):
            with pytest.raises(kd.InputError):
                result.what_if({"1.1": odd})

    def test_days(self, odd, result):
        refused(result.framework.edition_holds, "law_date", law_date=odd)
        refused(result.framework.rules, "evidence_date", stages=None, evidence_date=odd)
        refused(result.framework.rules, "stages", stages=odd, evidence_date=DAY)
        for name in ("on", "law_date", "evidence_date", "knowledge_date"):
            if not is_absent(odd):
                with pytest.raises(kd.InputError):
                    kd.assess(GENERAL, {}, **{"on": DAY, name: odd})

    def test_budgets_of_calls(self, odd):
        if odd in NO_COUNTS:
            refused(lambda **more: kd.assess(GENERAL, {}, on=DAY, **more), "budget", budget=odd)
            refused(lambda **more: kd.lint(GENERAL, **more), "splits", splits=odd)

    def test_a_forecast(self, odd, result):
        refused(result.forecast, "until", until=odd)
        refused(lambda **more: result.forecast(until=UNTIL, **more), "editions", editions=[odd])
        if odd != [] and odd != {("a",): 1} and not isinstance(odd, str | bytes):
            refused(lambda **more: result.forecast(until=UNTIL, **more), "editions", editions=odd)
        if odd in NO_COUNTS:
            refused(lambda **more: result.forecast(until=UNTIL, **more), "budget", budget=odd)

    def test_frameworks_that_are_compared(self, odd):
        for arguments in ((odd, OLD), (OLD, odd)):
            with pytest.raises(kd.InputError):
                kd.diff(*arguments)
        with pytest.raises(kd.InputError):
            kd.diff(OLD, OLD, crosswalk=odd)
        with pytest.raises(kd.InputError):
            kd.load_crosswalk(odd)
        if odd in NO_COUNTS:
            refused(lambda **more: kd.diff(OLD, OLD, **more), "budget", budget=odd)

    def test_what_is_compared(self, odd, batch):
        for name in ("at", "level"):
            refused(lambda **more: kd.compare(batch, **more), name, **{name: odd})
        with pytest.raises(kd.InputError):
            kd.compare(odd)
        for name in ("by", "register"):
            if not is_absent(odd):
                with pytest.raises(kd.InputError):
                    kd.compare(batch, **{name: odd})
        for name in ("audience", "min_group"):
            if odd in NO_COUNTS or name == "audience":
                refused(lambda **more: kd.compare(batch, **more), name, **{name: odd})

    def test_what_is_planned(self, odd, batch):
        target = {"share": "muc-1", "at_least": "50%", "by": 2030}
        for name in ("on", "objective", "unknowns"):
            refused(lambda **more: kd.plan(batch, **({"on": DAY, "targets": [target]} | more)), name, **{name: odd})
        with pytest.raises(kd.InputError):
            kd.plan(odd, on=DAY, targets=[target])
        for name in ("targets", "budgets", "efforts", "register", "require", "exclude", "references"):
            may_be_empty = name in ("require", "exclude", "budgets", "efforts") or (name, odd) == ("references", [])
            if not is_absent(odd) and not (may_be_empty and odd in ([], {})):
                with pytest.raises(kd.InputError):
                    kd.plan(batch, **{"on": DAY, "targets": [target], name: odd})
        if odd in NO_COUNTS:
            refused(lambda **more: kd.plan(batch, on=DAY, targets=[target], **more), "budget", budget=odd)

    def test_what_another_edition_does(self, odd):
        refused(lambda **more: kd.impact(IMPACT, OLD, OLD, **more), "on", on=odd)
        for arguments in ((odd, OLD), (OLD, odd)):
            with pytest.raises(kd.InputError):
                kd.impact(IMPACT, *arguments, on=DAY)
        with pytest.raises(kd.InputError):
            kd.impact(odd, OLD, OLD, on=DAY)
        if odd in NO_COUNTS:
            refused(lambda **more: kd.impact(IMPACT, OLD, OLD, on=DAY, **more), "budget", budget=odd)

    def test_what_peers_are_asked_of(self, odd, batch):
        for name in ("batch", "school", "by", "at"):
            with pytest.raises(kd.InputError):
                kd.peers(**{"batch": batch, "school": "A", "by": "name", name: odd})

    def test_what_is_at_risk(self, odd):
        for name in ("on", "until"):
            refused(
                lambda **more: kd.risk(IMPACT, [{"id": "A"}], **{"on": DAY, "until": UNTIL} | more), name, **{name: odd}
            )
        for arguments in ((odd, [{"id": "A"}]), (IMPACT, odd)):
            with pytest.raises(kd.InputError):
                kd.risk(*arguments, on=DAY, until=UNTIL)
        with pytest.raises(kd.InputError):
            kd.risk(IMPACT, [{"id": "A"}], on=DAY, until=UNTIL, concern=odd)

    def test_what_falls_due(self, odd):
        def call(**more):
            return kd.renewals(**{"register": [{"id": "A"}], "on": DAY, "until": UNTIL, **more})

        for name in ("on", "until"):
            refused(call, name, **{name: odd})
        for name in ("teams", "blackout", "visits", "previous", "lead"):
            if odd != [] and odd != {("a",): 1}:
                refused(call, name, **{name: odd})
        for name in ("register", "lead"):
            if not is_absent(odd):
                with pytest.raises(kd.InputError):
                    call(**{name: odd})

    def test_what_is_carried_over(self, odd):
        for call in (carry, carry_many):
            refused(call, "on", on=odd)
            for name in ("to", "crosswalk", "framework"):
                with pytest.raises(kd.InputError):
                    call(**{name: odd})
        refused(carry, "lang", lang=odd)
        for name in ("old", "into"):
            with pytest.raises(kd.InputError):
                carry(**{name: odd})
        for name in ("table", "columns"):
            with pytest.raises(kd.InputError):
                carry_many(**{name: odd})
        if not is_absent(odd):
            refused(carry_many, "dated", dated=odd)


@pytest.mark.parametrize("make", [make_asgi_app, make_router, make_wsgi_app])
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_what_an_application_is_made_of(odd, make):
    for name in ("limits", "lang"):
        refused(make, name, **{"frameworks": [GENERAL], name: odd})
    for name in ("user", "authorize"):
        if not callable(odd):
            refused(make, name, **{"frameworks": [GENERAL], name: odd})
    if not isinstance(odd, str) or odd == "":
        refused(make, "trusted_header", frameworks=[GENERAL], trusted_header=odd)
    # An application of no frameworks is one.
    if odd != []:
        with pytest.raises(kd.InputError):
            make(frameworks=odd)


@pytest.mark.parametrize("flag", FLAGS, ids=lambda value: type(value).__name__)
def test_a_flag_is_true_or_false_and_no_text(flag, parts, batch):
    """The text "false" would count as true, and allow what a caller meant to forbid."""
    refused(lambda **more: kd.assess(GENERAL, {}, on=DAY, **more), "allow_files", allow_files=flag)
    refused(lambda **more: kd.load(GENERAL, **more), "unofficial", unofficial=flag)
    refused(lambda **more: kd.load_crosswalk(BUNDLED, **more), "allow_files", allow_files=flag)
    targets = [{"share": "muc-1", "at_least": "50%", "by": 2030}]
    if flag != []:  # no school at all
        refused(lambda **more: kd.plan(batch, on=DAY, targets=targets, **more), "phased", phased=flag)
    for part in parts[6:]:
        refused(part.to_text, "full", full=flag)
        refused(part.to_markdown, "full", full=flag)
    refused(parts[1].to_text, "full", full=flag)


def test_the_largest_numbers_are_numbers(result):
    assert len(list(result.repairs(limit=10**30))) == len(list(result.repairs()))
    assert result.to_text(width=10**30)
    assert result.repairs(limit=0).cost == result.repairs().cost
    refused(result.to_json, "indent", indent=10**9)


def test_a_path_is_no_level_and_a_level_no_path(result):
    refused(result.repairs, "target", target=Path("muc-2"))
    assert refused(result.node, "node_id", node_id="1.33")[0]["code"] == "KD208"


@pytest.mark.parametrize("nothing", ["", " ", "NaN", float("nan"), None])
def test_nothing_in_the_place_of_the_day_is_a_day_that_is_not_given(nothing):
    with pytest.raises(kd.InputError) as caught:
        kd.assess(GENERAL, {"findings": HELD}, on=nothing)
    assert [problem.code for problem in caught.value.diagnostics] == ["KD310"]
    assert kd.assess(GENERAL, {"findings": HELD, "date": DAY}, on=nothing).dates.law == DAY


def test_a_null_character_in_the_name_of_a_template(result):
    with pytest.raises(kd.InputError, match="KD801: the template cannot be read"):
        result.report("gap", template=Path("a\0.docx"))
