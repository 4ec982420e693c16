"""What to ask next: questions, their answers, and the order in which they settle a level."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.results import NextQuestions
from kiemdinh.testing import dossiers, frameworks

ROOT = Path(__file__).parents[2]
CRITERIA = [f"{n}.{i}" for n, many in ((1, 4), (2, 3), (3, 5), (4, 3)) for i in range(1, many + 1)]
GENERAL = kd.load("vn.tt57-2026.pho-thong")
EITHER = """
kiemdinh: 1
framework: org.example.either
source: {document: By-law 1}
subject: {kind: club}
layers: [{id: item, verdict: met}]
inputs:
  area: {type: choice, choices: [town, hills], en: Area}
  rooms: {type: number, unit: room, range: {from: 0, to: 30}, en: Rooms}
  halls: {type: number, unit: room, range: {from: 0, to: 9}, en: Halls}
tags: {first: {en: first}}
sets: {first: {among: item, tagged: first, if_empty: met}, others: {among: item, untagged: first, if_empty: met}}
tree: [{id: "1", en: One, tags: [first]}, {id: "2", en: Two}, {id: "3", en: Three}]
"""


def load(outcome):
    return kd.load(
        text=EITHER + f"outcomes: [{{id: o, cases: [{{id: good, if: {outcome}}}], otherwise: {{id: poor}}}}]"
    )


def ask(findings, target=None, framework=GENERAL, **more):
    return kd.assess(framework, {"findings": findings, **more}, on="2027-06-30").ask_next(target)


def answers(question):
    return {answer.answer: answer.outcomes for answer in question.answers}


def count_outcomes(result):
    main = result.outcomes[0]
    if main.kind == "labels":
        return len(main.labels)
    ids = [None, *(step.id for step in result.framework.definition.scales[result.framework.main_ladder.ladder].steps)]
    low, high = (level and level.id for level in (main.guaranteed, main.attainable))
    return ids.index(high) - ids.index(low) + 1


class TestFiguresInShares:
    """5.12 a figure's answers being one sample from each cell that the rules can tell apart"""

    def test_a_share_of_a_known_figure_is_a_number_to_compare_with(self):
        """The figure has no upper end, so that its ends alone would be one answer, and no question."""
        tree = '[{id: "1", en: One, met_if: {value: rooms, per: halls, at_least: 50%}, demands_figure: true}]'
        text = EITHER.partition("tags:")[0].replace("range: {from: 0, to: 30}", "range: {from: 0}")
        outcome = "{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}"
        framework = kd.load(text=f"{text}tree: {tree}\noutcomes: [{outcome}]")
        found = ask({}, framework=framework, inputs={"halls": 6})
        assert [question.id for question in found.questions] == ["input:rooms"]
        assert set(answers(found.questions[0]).values()) == {1}

    def test_a_share_that_is_no_decimal_is_recorded_as_a_part_of_its_whole(self):
        """Below a third, a third exactly, above it: each can be recorded, and each settles the outcome."""
        found = ask({}, framework=self.of_a_third("percent"))
        assert [question.id for question in found.questions] == ["input:rooms"]
        given = answers(found.questions[0])
        assert set(given.values()) == {1}
        assert "{part: 1, of: 3}" in given
        framework = self.of_a_third("percent")
        levels = [kd.assess(framework, {"inputs": {"rooms": yaml.safe_load(one)}}, on="2027-06-30") for one in given]
        assert [one.outcomes[0].labels[0].id for one in levels] == ["poor", "good", "good"]

    def test_a_number_that_no_record_can_be_is_no_answer(self):
        """How many rooms there are is no part of a whole: a third of a room cannot be recorded."""
        given = answers(ask({}, framework=self.of_a_third("room")).questions[0])
        assert set(given.values()) == {1}
        assert not [answer for answer in given if "/" in answer or "part" in answer]

    def of_a_third(self, unit):
        text = EITHER.partition("tags:")[0].replace("unit: room, range: {from: 0, to: 30}", f"unit: {unit}", 1)
        bound = "100/3%" if unit == "percent" else "1/3"
        tree = f'[{{id: "1", en: One, met_if: {{value: rooms, at_least: {bound}}}, demands_figure: true}}]'
        outcome = "{id: o, cases: [{id: good, if: {every: item, that: met}}], otherwise: {id: poor}}"
        return kd.load(text=f"{text}tree: {tree}\noutcomes: [{outcome}]")


class TestOrder:
    """5.12 Of the unknown facts those that can still change the main outcome, ordered by the outcomes that remain after
    each answer (the most that remain are compared first, then their mean over all answers)... ties by declared
    order."""

    def test_the_one_that_settles_it_is_the_only_question(self):
        """4.3 does not matter any more, whatever it is."""
        (question,) = ask(dict.fromkeys(CRITERIA, "muc-1") | {"4.1": None, "4.3": None}).questions
        assert (question.id, question.kind, question.worst, question.sum) == ("4.1", "finding", 1, 3)
        assert answers(question) == {"khong-dat": 1, "muc-1": 1, "muc-2": 1}

    def test_of_the_worst_answer_first(self):
        framework = load("{any: [{every: first, that: met}, {every: others, that: met}]}")
        found = kd.assess(framework, {"findings": {"2": "unmet"}}, on="2027-06-30").ask_next()
        assert [(one.id, one.worst) for one in found.questions] == [("1", 1)]
        open_ = kd.assess(framework, {"findings": {"2": "met"}}, on="2027-06-30").ask_next()
        assert [(one.id, one.worst, one.sum) for one in open_.questions] == [("1", 2, 3), ("3", 2, 3)]

    def test_ties_keep_the_declared_order(self):
        asked = ask(dict.fromkeys(CRITERIA, "muc-1") | {"4.2": None, "2.1": None})
        assert [question.id for question in asked.questions] == ["2.1", "4.2"]

    def test_nothing_is_asked_once_it_is_settled(self):
        asked = ask(dict.fromkeys(CRITERIA, "muc-1"))
        assert (asked.outcomes, asked.questions) == (1, ())
        assert "Nothing that matters for the level is unknown" in asked.to_text("en")

    def test_of_a_target_it_is_asked_whether_it_is_held(self):
        findings = dict.fromkeys(CRITERIA, "muc-2") | {"4.1": None}
        asked = ask(findings, "muc-1")
        assert asked.outcomes == 2
        assert answers(asked.questions[0]) == {"khong-dat": 1, "muc-1": 1, "muc-2": 1}
        assert ask(findings).outcomes == 3

    def test_a_limit_gives_the_first(self):
        result = kd.assess(GENERAL, {"findings": {}}, on="2027-06-30")
        assert result.ask_next(limit=2).questions == result.ask_next().questions[:2]

    def test_a_limit_takes_fewer_steps(self):
        """What cannot be among the first is given up on the way."""
        result = kd.assess("vn.tt18-2018", {"findings": {"1.1": "muc-1"}}, on="2026-05-30")
        first, every = result.ask_next(limit=1), result.ask_next()
        assert first.questions == every.questions[:1]
        assert first.search.spent < 0.75 * every.search.spent

    @pytest.mark.parametrize("wrong", [{"limit": 0}, {"target": "muc-9"}, {"budget": 0}])
    def test_wrong_arguments_are_refused(self, wrong):
        with pytest.raises(kd.InputError):
            kd.assess(GENERAL, {"findings": {}}, on="2027-06-30").ask_next(**wrong)

    def test_where_no_question_was_tried_it_is_not_said_that_none_would_settle_it(self):
        asked = kd.assess(GENERAL, {}, on="2027-06-30").ask_next(budget=1)
        assert asked.questions == ()
        assert not asked.search.complete
        assert "budget of 1 step" in asked.to_text("en")
        assert "no record" not in asked.to_text("en")

    def test_where_the_budget_runs_out_there_are_fewer(self):
        result = kd.assess(GENERAL, {"findings": {}}, on="2027-06-30")
        few = result.ask_next(budget=40)
        assert not few.search.complete
        assert {one.id for one in few.questions} < {one.id for one in result.ask_next().questions}


class TestAnswers:
    """5.12 ... a figure's answers being one sample from each cell that the rules can tell apart."""

    def test_a_figure_has_an_answer_for_each_cell(self):
        framework = load("{value: rooms, at_least: 5}")
        (question,) = ask({}, framework=framework).questions
        assert question.kind in ("figure", "context")
        assert sorted(answers(question).values()) == [1, 1, 1]
        below = [float(answer) < 5 for answer in answers(question)]
        assert True in below
        assert False in below

    def test_a_choice_has_its_words(self):
        framework = load("{all: [{value: area, is: hills}]}")
        (question,) = ask({}, framework=framework).questions
        assert answers(question) == {"town": 1, "hills": 1}


class TestWhatMayNotApply:
    """5.12 ... An answer leaves what the dossier leaves with the answer recorded... Open context is asked for where a
    to-do list names it, and where one of its answers leaves fewer outcomes."""

    LEVELS = """
kiemdinh: 1
framework: org.example.kitchens
source: {document: By-law 1}
subject: {kind: school}
scales: {ladder: {steps: [{id: l1}], not_reached: {id: l0}}}
layers: [{id: criterion, verdict: level, scale: ladder, no_text: carries, not_applicable: drop}]
inputs: {kitchen: {type: yes_no, en: There is a kitchen}}
sets: {criteria: {among: criterion, if_empty: unmet}}
tree: [{id: "1", en: One, if_empty: met, levels: {l1: [{id: a, en: Clean, when: {value: kitchen, is: true}}]}}]
outcomes: [{id: o, en: O, ladder: ladder, needs: {l1: {every: criteria, that: {its: level, at_least: l1}}}}]
"""

    def test_a_finding_below_a_level_that_may_ask_nothing_settles_nothing(self):
        """Without a kitchen level 1 asks nothing, whatever was found."""
        result = kd.assess(kd.load(text=self.LEVELS), {}, on="2027-06-30")
        asked = {question.id: answers(question) for question in result.ask_next().questions}
        assert asked["1"] == {"l0": 2, "l1": 1}
        assert asked["input:kitchen"] == {"false": 1, "true": 2}


class TestWhoAnswers:
    """5.12 ... Each question says who can answer it: a record of external review prevails over the school's own."""

    def ask_of(self, **more):
        findings = dict.fromkeys(CRITERIA, "muc-1") | {"4.1": None}
        return ask(findings, **more)

    def test_the_school_answers_what_nobody_has_found(self):
        (question,) = self.ask_of().questions
        assert question.who == "school"
        assert "external review" not in self.ask_of().to_text("en")

    def test_external_review_answers_what_it_left_unknown(self):
        asked = self.ask_of(external={"4.1": "unknown"})
        assert [(one.id, one.who) for one in asked.questions] == [("4.1", "review")]
        assert "(external review answers this)" in " ".join(asked.to_text("en").split())
        recorded = {"findings": dict.fromkeys(CRITERIA, "muc-1"), "external": {"4.1": "unknown"}}
        assert not kd.assess(GENERAL, recorded, on="2027-06-30").node("4.1").determined

    def test_whoever_decides_answers_a_decision(self):
        text = EITHER.replace(
            "area: {type: choice, choices: [town, hills], en: Area}", "open: {type: decision, en: Open}"
        )
        outcome = "{id: o, cases: [{id: good, if: {value: open, is: true}}], otherwise: {id: poor}}"
        asked = ask({}, framework=kd.load(text=f"{text}outcomes: [{outcome}]"))
        assert [(one.id, one.who) for one in asked.questions] == [("input:open", "authority")]
        assert "(whoever decides it answers this)" in " ".join(asked.to_text("en").split())


class TestAwards:
    """5.12 ... Awards that are open are named beside, and each grade can be asked about by itself."""

    def test_what_is_open_beside_a_settled_level(self):
        asked = ask(dict.fromkeys(CRITERIA, "muc-2"))
        assert asked.outcomes == 1
        assert asked.open_awards
        assert asked.open_awards[0] in asked.to_text("en")

    def test_a_grade_is_asked_about_by_its_id(self):
        award = ask(dict.fromkeys(CRITERIA, "muc-2")).open_awards[0]
        for findings in (dict.fromkeys(CRITERIA, "muc-2"), {}):
            asked = ask(findings, award)
            assert (asked.outcomes, asked.target.id, asked.open_awards) == (2, award, ())
            assert asked.questions

    def test_one_that_is_not_there(self):
        with pytest.raises(kd.InputError, match="award:") as error:
            ask({}, "award:none/1")
        assert error.value.diagnostics[0].code == "KD331"


class TestFiguresTogether:
    """5.12 ... Where no single answer leaves fewer outcomes (an exclusive or), all that matter are listed."""

    def framework(self, halls=""):
        head = EITHER.partition("tags:")[0].replace("range: {from: 0, to: 30}, ", "")
        head = head.replace("range: {from: 0, to: 9}, ", halls)
        condition = "{value: rooms, at_least: {value: halls}}"
        outcome = f"{{id: o, cases: [{{id: good, if: {condition}}}], otherwise: {{id: poor}}}}"
        return kd.load(text=f"{head}tree: [{{id: '1', en: One}}]\noutcomes: [{outcome}]")

    def test_two_figures_without_ends_are_both_asked_for(self):
        asked = ask({}, framework=self.framework())
        assert [question.id for question in asked.questions] == ["input:rooms", "input:halls"]
        assert asked.none_alone

    def test_one_is_asked_for_by_the_ends_of_the_other(self):
        asked = ask({}, framework=self.framework("range: {from: 2, to: 9}, "))
        rooms, halls = asked.questions
        assert (rooms.id, halls.id) == ("input:rooms", "input:halls")
        found = {float(answer): outcomes for answer, outcomes in answers(rooms).items()}
        # Below 2 no number of halls does, from 9 on each does.
        assert {min(found): found[min(found)], max(found): found[max(found)]} == {min(found): 1, max(found): 1}
        assert min(found) < 2
        assert max(found) >= 9
        assert set(answers(halls).values()) == {2}
        assert not asked.none_alone


class TestExclusiveOr:
    """5.12 ... Where no single answer leaves fewer outcomes (an exclusive or), all that matter are listed, and it is
    said so."""

    def test_both_are_listed(self):
        one, two = ("{every: item, that: met}", "{every: item, that: unmet}")
        framework = load(f"{{any: [{one}, {two}]}}")
        asked = ask({"1": "met"}, framework=framework)
        assert [question.id for question in asked.questions] == ["2", "3"]
        either = ask({}, framework=framework)
        assert [question.id for question in either.questions] == ["1", "2", "3"]
        assert either.none_alone
        assert "settled together" in either.to_text("en")


class TestLaws:
    """5.12 **What to ask next.** Of the unknown facts those that can still change the main outcome."""

    @given(st.data())
    @settings(max_examples=40, phases=[Phase.generate])
    def test_what_remains_after_an_answer_is_what_remains_with_it_supposed(self, data):
        framework = data.draw(frameworks())
        result = kd.assess(framework, data.draw(dossiers(framework)), on="2026-09-15")
        asked = result.ask_next()
        assert asked.outcomes == count_outcomes(result)
        for question in asked.questions[:4]:
            assert (question.worst, question.sum) == (
                max(answers(question).values()),
                sum(answers(question).values()),
            )
            for answer, outcomes in answers(question).items():
                # A part of a whole is written as in a dossier.
                said = yaml.safe_load(answer) if answer.startswith("{part") else answer
                supposed = result.what_if({question.id: said}).result
                if question.who == "review":
                    continue
                assert count_outcomes(supposed) == outcomes, (question.id, answer)

    @given(st.data(), st.integers(1, 3))
    @settings(max_examples=40, phases=[Phase.generate])
    def test_a_limit_gives_the_first_of_all(self, data, limit):
        framework = data.draw(frameworks())
        result = kd.assess(framework, data.draw(dossiers(framework)), on="2026-09-15")
        few, every = result.ask_next(limit=limit), result.ask_next()
        assert (few.questions, few.none_alone) == (every.questions[:limit], every.none_alone)

    @given(st.data())
    @settings(max_examples=25, phases=[Phase.generate])
    def test_no_finding_opens_what_was_settled(self, data):
        """A figure can: once it is recorded it decides, and the years that are missing are then unknown (3.4)."""
        framework = data.draw(frameworks())
        asked = kd.assess(framework, data.draw(dossiers(framework)), on="2026-09-15").ask_next()
        findings = [one for one in asked.questions if one.kind == "finding"]
        assert all(answer.outcomes <= asked.outcomes for one in findings for answer in one.answers)


def test_data_is_read_back():
    """5.10 Explanations are data."""
    asked = ask({})
    data = json.loads(asked.to_json())
    schema = json.loads((ROOT / "docs/schema/explanation-1.1.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert NextQuestions.from_dict(data).attach(asked.result) == asked
    assert max(map(len, asked.to_text("vi").splitlines())) <= 80
