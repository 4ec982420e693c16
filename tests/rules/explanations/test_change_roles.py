from kiemdinh.rules import MET, UNMET, All, Fact, FactAction, Not, change_roles
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
