"""Names, numbers and totals of siblings, tags without effect, bounds near an end, wholes in their parts."""

import pytest
from library import HEAD, found, nodes, requirement, whole

BOOKS = """\
inputs:
  books: {type: number, unit: books, range: {from: 0, to: 9999}, en: Books}
  novels: {type: number, unit: books, range: {from: 0, to: 9999}, part_of: books, en: Novels}
"""


def labels(good, poor):
    text = whole().replace("{id: good,", f"{{id: good, en: {good},")
    return found(text.replace("{id: poor}", f"{{id: poor, en: {poor}}}"), "KD568")


class TestNameOfASibling:
    def test_two_labels_that_were_exchanged(self):
        assert labels("Poor", "Good") == ["outcomes[0].cases[0].en", "outcomes[0].otherwise.en"]

    def test_one_that_was_copied(self):
        assert labels("Poor", "Poor") == ["outcomes[0].cases[0].en"]

    @pytest.mark.parametrize("texts", [("Good", "Poor"), ("Passed", "Failed"), ("Not poor", "Poor")])
    def test_texts_of_their_own(self, texts):
        assert labels(*texts) == []

    def test_choices_and_steps(self):
        declared = "inputs: {place: {type: choice, choices: [{id: town, en: Village}, {id: village, en: City}]}}\n"
        assert found(whole(declared=declared), "KD568") == ["inputs.place.choices[0].en"]

    def test_a_word_of_one_or_two_letters_is_no_name(self):
        assert found(nodes('  - {id: "a", en: B}\n  - {id: "b", en: A}\n'), "KD568") == []


class TestNumbers:
    ROW = '  - {{id: "1", parts: [{}]}}\n'

    def row(self, *ids, head=""):
        parts = ", ".join(f'{{id: "{name}", en: Rule number {n}}}' for n, name in enumerate(ids))
        layers = "layers: [{id: chapter}, {id: criterion, in: chapter, verdict: met}]"
        text = nodes(self.ROW.format(parts)).replace("layers: [{id: criterion, verdict: met}]", layers)
        return found(head + text, "KD569")

    def test_one_is_left_out(self):
        assert self.row("1.1", "1.2", "1.4") == ["tree[0].parts[2].id"]

    @pytest.mark.parametrize(
        "ids", [("1.1", "1.2", "1.3"), ("1.1", "1.3"), ("1.1", "1.2", "1.7"), ("1.1", "1.3", "1.5"), ("a", "b", "d")]
    )
    def test_no_row_or_none_left_out(self, ids):
        assert self.row(*ids) == []

    def test_the_counts_of_the_law_say_whether_one_is_missing(self):
        assert self.row("1.1", "1.2", "1.4", head="expect: {criteria: 1}\n") == []

    def test_a_text_that_begins_with_another_number(self):
        tree = "".join(f'  - {{id: "1.{n}", en: 1.{m} Rule {n}}}\n' for n, m in ((1, 1), (2, 3), (3, 3), (4, 4)))
        assert found(nodes(tree), "KD543") == ["tree[1].en"]
        # Numbers of another document are no ids.
        assert found(nodes(tree.replace("en: 1.", "en: 7.")), "KD543") == []


class TestTotals:
    GROUPS = """\
scales: {five: {from: 0, to: 5}}
layers: [{id: area}, {id: item, in: area, verdict: rating, scale: five}]
tree:
"""
    END = """\
outcomes:
  - {id: result, cases: [{id: good, if: {mean: item, of: {its: rating}, weight: {its: weight}, at_least: 4}}],
     otherwise: {id: poor}}
"""

    def weighted(self, *groups):
        rows = [
            f'  - {{id: "{g}", parts: ['
            + ", ".join(f'{{id: "{g}.{n}", weight: {weight}, en: Item {g} {n}}}' for n, weight in enumerate(group))
            + "]}\n"
            for g, group in enumerate(groups)
        ]
        return found(HEAD + self.GROUPS + "".join(rows) + self.END, "KD565")

    def test_one_group_adds_up_to_another_total(self):
        assert self.weighted((60, 40), (70, 20), (50, 50)) == ["tree[1].parts[1].weight"]

    @pytest.mark.parametrize("groups", [((60, 40), (70, 20)), ((60, 40), (70, 20), (50, 60)), ((6, 4), (7, 3), (5, 5))])
    def test_two_groups_or_no_custom(self, groups):
        assert self.weighted(*groups) == []


class TestTags:
    def tagged(self, sets, tree='  - {id: "1", tags: [core], en: A}\n  - {id: "2", en: B}\n'):
        return nodes(tree, "tags: {core: {en: core}}\n" + sets)

    def test_a_tag_by_which_no_set_selects(self):
        assert found(self.tagged(""), "KD530") == ["tags.core"]

    @pytest.mark.parametrize("key", ["tagged", "untagged"])
    def test_a_tag_that_selects(self, key):
        text = self.tagged(f"sets: {{some: {{among: criterion, {key}: core}}}}\n")
        assert found(text.replace("every: criterion", "every: some"), "KD530") == []

    @pytest.mark.parametrize(("ids", "at"), [('["1"]', []), ('["2"]', ["sets.core.ids"])])
    def test_a_set_with_the_name_of_a_tag(self, ids, at):
        text = self.tagged(f"sets: {{core: {{among: criterion, ids: {ids}}}}}\n")
        assert found(text.replace("every: criterion", "every: core"), "KD547") == at


class TestBoundsNearAnEnd:
    def asked(self, bound, top="100"):
        declared = f"inputs: {{marks: {{type: number, range: {{from: 0, to: {top}}}, en: Marks}}}}\n"
        return found(requirement("The marks are good", f", met_if: {{value: marks, {bound}}}", declared), "KD570")

    @pytest.mark.parametrize("bound", ["at_least: 0.8", "above: 0.5", "at_most: 99.5"])
    def test_next_to_nothing(self, bound):
        assert self.asked(bound) == [f"tree[0].met_if.{bound.partition(':')[0]}"]

    @pytest.mark.parametrize("bound", ["at_least: 1", "at_least: 80", "at_least: 50.5", "at_most: 0.8"])
    def test_whole_numbers_and_bounds_in_the_middle(self, bound):
        assert self.asked(bound) == []

    def test_a_short_range(self):
        assert self.asked("at_least: 0.8", top="1") == []

    def test_a_percentage(self):
        declared = "inputs: {share: {type: number, unit: percent, range: {from: 0, to: 100}, en: Books lent}}\n"
        text = requirement("Books are lent", ", met_if: {value: share, at_least: 0.9%}", declared)
        assert found(text, "KD570") == ["tree[0].met_if.at_least"]


class TestWholeInItsPart:
    @pytest.mark.parametrize(
        ("rule", "at"),
        [
            ("{value: books, per: novels, at_least: 70%}", ["tree[0]"]),
            ("{value: books, per: novels, at_most: 100%}", ["tree[0]"]),
            ("{value: novels, per: books, at_least: 70%}", []),
            ("{value: books, per: novels, at_most: 300%}", []),
        ],
    )
    def test_it_is_never_below_all(self, rule, at):
        assert found(requirement("Many are novels", f", met_if: {rule}", BOOKS), "KD557") == at


class TestValidityByLabel:
    def terms(self, renew):
        award = "{id: seal, en: Seal, needs: {outcome: result, is: good}, valid: {by: result, values: VALUES}, RENEW}"
        values = "{good: 2 years, poor: 6 months}"
        text = whole(awards=f"awards: [{award}]\n".replace("VALUES", values).replace("RENEW", f"renew_before: {renew}"))
        return found(text, "KD553")

    def test_renewal_before_the_shorter_one_begins(self):
        assert self.terms("9 months") == ["awards[0].valid.values.poor"]
        assert self.terms("3 months") == []
        assert self.terms("3 years") == ["awards[0].valid.values.poor", "awards[0].renew_before"]
