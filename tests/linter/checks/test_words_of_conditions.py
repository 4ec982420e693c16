"""What texts say of conditions, years, units, days and both languages, and what is no number of a rule."""

import pytest
from library import found, nodes, requirement, whole

POOL = "inputs: {has_pool: {type: yes_no, en: There is a pool, vi: Có bể bơi}}\n"
YEARS = """\
inputs: {leaks: {type: number, unit: leaks, range: {from: 0, to: 99}, each: year, better: lower, en: Leaks}}
sets: {three_years: {among: year, last: 3}}
"""


def conditional(*rows):
    text = nodes("".join(f"  - {row}\n" for row in rows), POOL)
    return found(text.replace("verdict: met}", "verdict: met, not_applicable: met}"), "KD541")


class TestWithout:
    @pytest.mark.parametrize(
        ("text", "answer", "at"),
        [
            ("en: Houses without a pool have a shower", "true", ["tree[0].en"]),
            ("en: Houses without a pool have a shower", "false", []),
            ("en: Houses with a pool have a guard", "false", ["tree[0].en"]),
            ("en: Houses with a pool have a guard", "true", []),
            ("vi: Nhà không có bể bơi thì có vòi tắm", "true", ["tree[0].vi"]),
            ("en: The guard is never without a whistle", "true", []),
        ],
    )
    def test_who_has_it_not(self, text, answer, at):
        row = f'{{id: "1", {text}, when: {{value: has_pool, is: {answer}}}}}'
        assert conditional(row, '{id: "2", en: It is lit}') == at


class TestOneThatAlwaysApplies:
    WHEN = ", when: {value: has_pool, is: true}"

    def rows(self, *rules):
        return conditional(*(f'{{id: "{n}", en: The pool is fine in way {n}{rule}}}' for n, rule in enumerate(rules)))

    def test_all_others_ask_whether_it_is_there(self):
        assert self.rows(self.WHEN, "", self.WHEN) == ["tree[1]"]

    @pytest.mark.parametrize("question", ["There is a pool", "The school has a pool"])
    def test_the_word_for_the_school_is_no_word_of_the_thing(self, question):
        rows = (
            f'  - {{id: "{n}", en: The pool is fine {n}{rule}}}\n' for n, rule in enumerate((self.WHEN, "", self.WHEN))
        )
        text = nodes("".join(rows), POOL.replace("There is a pool", question))
        assert found(text.replace("verdict: met}", "verdict: met, not_applicable: met}"), "KD541") == ["tree[1]"]

    @pytest.mark.parametrize("rules", [(WHEN, ""), (WHEN, "", WHEN, ""), (WHEN, WHEN, ", may_not_apply: true")])
    def test_too_few_others_or_another_way_out(self, rules):
        assert self.rows(*rules) == []


class TestSingleYears:
    @pytest.mark.parametrize(
        ("text", "rule", "at"),
        [
            ("Leaks never exceed 5", "{lowest: three_years, of: {value: leaks}, at_most: 5}", ["tree[0].en"]),
            ("Leaks never exceed 5", "{highest: three_years, of: {value: leaks}, at_most: 5}", []),
            ("In no year there are more than 5", "{lowest: three_years, of: {value: leaks}, below: 6}", ["tree[0].en"]),
            ("The best year never has more than 5", "{lowest: three_years, of: {value: leaks}, at_most: 5}", []),
            ("In each year at least 5", "{highest: three_years, of: {value: leaks}, at_least: 5}", ["tree[0].en"]),
            ("Leaks are at most 5", "{lowest: three_years, of: {value: leaks}, at_most: 5}", []),
        ],
    )
    def test_never_is_asked_of_each(self, text, rule, at):
        assert found(requirement(text, f", met_if: {rule}", YEARS), "KD556") == at

    @pytest.mark.parametrize(
        ("text", "key", "at"),
        [
            ("The best year had at most 5", "highest", ["tree[0].en"]),
            ("The best year had at most 5", "lowest", []),
            ("The highest number is at most 5", "lowest", ["tree[0].en"]),
            ("Số thấp nhất không quá 5", "highest", ["tree[0].en"]),
            ("The years had at most 5", "highest", []),
        ],
    )
    def test_the_other_end(self, text, key, at):
        rule = f", met_if: {{{key}: three_years, of: {{value: leaks}}, at_most: 5}}"
        assert found(requirement(text, rule, YEARS), "KD556") == at

    @pytest.mark.parametrize(("name", "at"), [("five_years", True), ("three_years", False), ("last_4", True)])
    def test_the_name_of_a_set_of_years(self, name, at):
        declared = YEARS.replace("three_years", name)
        rule = f", met_if: {{highest: {name}, of: {{value: leaks}}, at_most: 5}}"
        assert found(requirement("At most 5 leaks", rule, declared), "KD536") == [f"sets.{name}.last"] * at


class TestLabelOfNone:
    def labels(self, first, second):
        rest = "layers: [{id: criterion, verdict: met}]\ntree: [{id: a, en: It is open}, {id: b, en: It is lit}]\n"
        cases = f"[{{id: good, if: {first}}}, {{id: fair, if: {second}}}]"
        rest += f"outcomes: [{{id: result, cases: {cases}, otherwise: {{id: poor}}}}]\n"
        return found(whole(rest=rest), "KD556")

    def test_every_member_is_to_be_unmet(self):
        some = "{count: criterion, that: met, at_least: 1}"
        assert self.labels("{every: criterion, that: unmet}", some) == ["outcomes[0].cases[0].if"]
        assert self.labels("{every: criterion, that: met}", some) == []
        assert self.labels("{every: criterion, that: unmet}", "{count: criterion, that: unmet, at_least: 1}") == []


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "unit", "at"),
        [
            ("en: Hours of training", "day", ["inputs.x.en"]),
            ("en: Number of months of work", "year", ["inputs.x.en"]),
            ("en: Time until the alarm (minutes)", "hour", ["inputs.x.en"]),
            ("vi: Số giờ tập huấn", "day", ["inputs.x.vi"]),
            ("en: Hours of training", "hour", []),
            ("en: Training in the last year", "day", []),
            ("vi: Số năm học liên tiếp", "month", []),
            ("en: Days open", "count", []),
        ],
    )
    def test_the_text_counts_in_another_unit(self, text, unit, at):
        declared = f"inputs: {{x: {{type: number, unit: {unit}, range: {{from: 0, to: 99}}, {text}}}}}\n"
        assert found(whole(declared=declared), "KD545") == at


class TestDays:
    @pytest.mark.parametrize(("day", "at"), [("2205-01-01", ["tree[0].met_if.below"]), ("2025-01-01", [])])
    def test_a_day_long_after_the_edition_begins(self, day, at):
        declared = "inputs: {built: {type: date, en: Day of building}}\n"
        text = requirement("It was built before the rule", f", met_if: {{value: built, below: {day}}}", declared)
        in_force = "source: {document: By-law 12, in_force: 2024-01-01}"
        assert found(text.replace("source: {document: By-law 12}", in_force), "KD554") == at
        assert found(text, "KD554") == []


class TestBothLanguages:
    @pytest.mark.parametrize(
        ("en", "at"),
        [
            ("Tents stand at most 3 m apart", ["tree[0].en"]),
            ("Tents stand at least 3 m apart", []),
            ("No tent stands at most 3 m away", []),
            ("Tents stand 3 m apart", []),
        ],
    )
    def test_they_ask_for_opposite_sides(self, en, at):
        row = f'  - {{id: "1", vi: Lều cách nhau ít nhất 3 m, en: {en}}}\n  - {{id: "2", vi: Có nước, en: Water}}\n'
        assert found(nodes(row), "KD539") == at


class TestCopiedNodes:
    def chapters(self, text):
        tree = f"""\
  - {{id: "1", en: Flour, parts: [{{id: "1.1", en: {text}}}, {{id: "1.2", en: It is dry}}]}}
  - {{id: "2", en: Ovens, parts: [{{id: "2.1", en: {text}}}, {{id: "2.2", en: It is hot}}]}}
"""
        layers = "layers: [{id: chapter}, {id: criterion, in: chapter, verdict: met}]"
        return found(nodes(tree).replace("layers: [{id: criterion, verdict: met}]", layers), "KD544")

    def test_a_text_that_belongs_to_another_group(self):
        assert self.chapters("Flour is tested") == ["tree[1].parts[0].en"]

    @pytest.mark.parametrize("text", ["They are clean", "Flour and ovens are clean"])
    def test_a_text_of_either_group(self, text):
        assert self.chapters(text) == []


class TestNumbersThatAreNone:
    def share(self, text, bound="80%"):
        figure = "{type: number, unit: percent, range: {from: 0, to: 100}, en: Children who finished}"
        return requirement(text, f", met_if: {{value: done, at_least: {bound}}}", f"inputs: {{done: {figure}}}\n")

    @pytest.mark.parametrize(
        "text", ["At least 80% of the children aged up to 14 finished", "Of children under 5 at least 80% finished"]
    )
    def test_an_age_is_no_number_of_the_rule(self, text):
        assert found(self.share(text), "KD536") == []
        assert found(self.share(text, "70%"), "KD536") == ["tree[0].en"]

    @pytest.mark.parametrize(("limit", "at"), [("50%", []), ("60%", ["tree[0].en"])])
    def test_a_number_of_when_is_asked_for(self, limit, at):
        declared = "inputs: {full: {type: number, unit: percent, range: {from: 0}, given: true, en: Places}}\n"
        row = f'  - {{id: "1", en: Groups below 50% join, when: {{value: full, below: {limit}}}}}\n'
        text = nodes(row + '  - {id: "2", en: It is lit}\n', declared)
        assert found(text.replace("verdict: met}", "verdict: met, not_applicable: met}"), "KD535") == at

    def test_one_for_at_most_ten_is_a_tenth_for_each(self):
        figures = (
            "carers: {type: number, unit: person, en: Carers}",
            "guests: {type: number, unit: person, en: Guests}",
        )
        rule = ", met_if: {value: carers, per: guests, at_least: 10%}"
        text = requirement("One carer for at most 10 guests", rule, f"inputs: {{{', '.join(figures)}}}\n")
        assert found(text, "KD540") == []
