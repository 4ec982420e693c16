from kiemdinh.rules import (
    MET,
    Any,
    Assignment,
    AtLeast,
    Fact,
    Loss,
    find_margin,
)


class TestMargin:
    """5.6 An expiring item that carries several facts is one loss, shown as such."""

    def test_one_item_under_two_criteria(self):
        condition = AtLeast(2, (Fact("a"), Fact("b"), Fact("c")))
        held = Assignment({"a": MET, "b": MET, "c": MET})
        items = (Loss(id="H1", facts=("a", "b")), Loss(id="H2", facts=("b",)), Loss(id="H3", facts=("c",)))
        found = find_margin(condition, (held,), items)
        assert found.cost == 1
        assert [[name for name, _ in drop.losses] for drop in found] == [["H1"], ["H2", "H3"]]
        assert [drop.losses[0][0] for drop in found.alone] == ["H1"]

    def test_what_no_loss_drops(self):
        found = find_margin(
            Any((Fact("a"), Fact("b"))), (Assignment({"a": MET, "b": MET}),), (Loss(id="H1", facts=("a",)),)
        )
        assert (found.cost, list(found), found.alone) == (None, [], ())
