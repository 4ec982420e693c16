"""Under a criterion that counts members stands which of them are open, and why (semantics 3.6, 6.4)."""

import pytest

from communes import assess_tan_lap

D_IS_PUBLIC = ("public: unknown", "public: true")
D_IS_UNKNOWN = ("level: toi-thieu, attainable: muc-1, side: computed", "is: unknown")


def row_of_5(lang, *records):
    page = assess_tan_lap(*records).to_text(lang=lang)
    return page.partition("\n  5 ")[2].partition("\n  10 ")[0]


class TestRow:
    @pytest.mark.parametrize(
        ("lang", "records", "said"),
        [
            (
                "en",
                (),
                (
                    "         unknown\n"
                    "      Reason: Public school (D): unknown; D, “Facility standard”: minimum to\n"
                    "        level 1"
                ),
            ),
            (
                "vi",
                (),
                (
                    "         chưa rõ\n"
                    "      Lý do: Trường công lập (D): chưa rõ; D, “Tiêu chuẩn cơ sở vật chất”: từ\n"
                    "        tối thiểu đến mức độ 1"
                ),
            ),
            ("en", (D_IS_PUBLIC,), "         unknown\n      Reason: D, “Facility standard”: minimum to level 1"),
            (
                "en",
                (D_IS_PUBLIC, D_IS_UNKNOWN),
                "         unknown\n      Reason: D, “Facility standard”: recorded as unknown",
            ),
        ],
    )
    def test_it_says_what_is_open_of_whom(self, lang, records, said):
        assert row_of_5(lang, *records) == said

    def test_what_is_known_has_none(self):
        (node, *_) = assess_tan_lap(("public: unknown", "public: false")).nodes
        assert (node.determined, node.open_of_others) == (True, ())

    def test_data_names_what_can_be_supposed(self):
        result = assess_tan_lap()
        (node, *others) = result.nodes
        assert sorted(node.open_of_others) == ["input:public@D", "reaches:vn.tt13-2020:muc@school/D"]
        assert all(other.open_of_others == () for other in others)
        assert result.to_dict()["nodes"][0]["open_of_others"] == list(node.open_of_others)
        supposed = result.what_if({"input:public@D": True, "reaches:vn.tt13-2020:muc@school/D": "muc-1"}).result
        assert supposed.nodes[0].determined

    def test_a_register_that_is_not_complete(self):
        (node, *_) = assess_tan_lap(
            ("complete: [school]\n", ""), D_IS_PUBLIC, ("attainable: muc-1", "attainable: toi-thieu")
        ).nodes
        assert "known:school" in node.open_of_others
