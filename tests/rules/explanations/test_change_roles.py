import pytest

from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Any,
    AtLeast,
    ExhaustedError,
    Fact,
    FactAction,
    Not,
    change_roles,
)
from repair_problems import A, B, C, action, circular_57, problem


class TestRoles:
    """5.1 *Necessary*: in every minimal repair. *Relevant*: in some. *Irrelevant*: in none."""

    def test_c_to_level_1_is_necessary_and_any_one_to_level_2(self):
        roles = change_roles(circular_57()).roles
        assert {name: found.role for name, found in roles.items()} == {
            f"{A}/2": "relevant",
            f"{B}/2": "relevant",
            f"{C}/1": "necessary",
            f"{C}/2": "relevant",
        }

    def test_what_stands_against_it_is_kept(self):
        actions = [FactAction(id="grave", fact="grave", to=MET), action("good")]
        label = All((Not(Fact("grave")), Fact("good")))
        roles = change_roles(problem(label, {"grave": UNMET, "good": UNMET}, actions=actions)).roles
        assert {name: found.role for name, found in roles.items()} == {"grave": "keep", "good": "necessary"}

    def test_out_of_reach_they_are_given_as_if_everything_could_be_acted_on(self):
        found = change_roles(problem(All((Fact("a"), Fact("b"))), actions=[action("a"), action("b", cost=None)]))
        assert not found.reachable
        assert [(one.role, one.actable) for one in found.roles.values()] == [
            ("necessary", True),
            ("necessary", False),
        ]

    def test_an_unknown_that_helps_whichever_way_it_turns_out(self):
        """5.1 An unknown that helps whichever way it turns out is *settle, either way*."""
        rural = [FactAction(id="rural", fact="rural", to=MET), FactAction(id="urban", fact="rural", to=UNMET)]
        asked = Any((All((Fact("rural"), Fact("a"))), All((Not(Fact("rural")), Fact("b")))))
        found = change_roles(problem(asked, {"a": MET, "b": MET}, actions=rural))
        assert {name: (one.role, one.either_way) for name, one in found.roles.items()} == {
            "rural": ("relevant", True),
            "urban": ("relevant", True),
        }

    def test_are_given_up_where_too_many_repairs_would_be_listed(self):
        """Five of twelve, and one more that may help or harm: 792 repairs and more."""
        names = [f"f{number}" for number in range(12)]
        five = AtLeast(5, tuple(map(Fact, names)))
        asked = All((five, Any((All((Fact("x"), Fact("f0"))), Not(Fact("x"))))))
        actions = [*map(action, names), action("x"), FactAction(id="not x", fact="x", to=UNMET)]
        with pytest.raises(ExhaustedError):
            change_roles(problem(asked, dict.fromkeys(names, UNMET), actions=actions))
