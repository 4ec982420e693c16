"""Parts of a definition without a citation (KD533)."""

from library import HEAD, REST, found, whole


class TestCitations:
    """KD533 citation missing."""

    BARE = HEAD.replace("cite: By-law 12\n", "")

    def test_one_where_nothing_is_cited(self):
        assert found(whole(head=self.BARE), "KD533") == ["source"]

    def test_the_topmost_node_without_one(self):
        rest = REST.replace("well lit}", "well lit, cite: § 2}").replace("{id: result,", "{id: result, cite: § 3,")
        assert found(whole(head=self.BARE, rest=rest), "KD533") == ["tree[0]"]

    def test_one_for_a_tree_without_any(self):
        rest = REST.replace("{id: result,", "{id: result, cite: § 3,")
        assert found(whole(head=self.BARE, rest=rest), "KD533") == ["tree"]

    def test_outcomes_and_awards(self):
        rest = REST.replace("lit}", "lit, cite: § 2}").replace("catalogue}", "catalogue, cite: § 1}")
        award = "awards: [{id: badge, needs: {outcome: result, is: good}, valid: 3 years}]\n"
        paths = found(whole(head=self.BARE, rest=rest, awards=award), "KD533")
        assert paths == ["outcomes[0].id", "awards[0].id"]

    def test_a_citation_inside_a_condition_counts(self):
        rest = REST.replace("lit}", "lit, cite: § 2}").replace("catalogue}", "catalogue, cite: § 1}")
        assert found(whole(head=self.BARE, rest=rest.replace("that: met}", "that: met, cite: § 3}")), "KD533") == []
