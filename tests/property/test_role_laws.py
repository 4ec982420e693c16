"""The roles of changes against all minimal repairs, found by trying everything."""

from hypothesis import given, settings

from changing import all_repairs, changed, fact_problems, least, named, options
from kiemdinh.rules import UNKNOWN, FactAction, change_roles, decisive_changes, evaluate


def changes_of(problem, repairs):
    return [{name for name, _ in named(problem, repair)} for repair in repairs]


def idle(problem, action):
    return problem.cases[0].truth(action.fact) is action.to


def with_steps(problem, action):
    """The actions that must be made for one action."""
    by_id = {one.id: one for one in problem.actions}
    found, waiting = set(), [action]
    while waiting:
        one = waiting.pop()
        if one.id not in found and not idle(problem, one):
            found.add(one.id)
            waiting.extend(by_id[name] for name in one.requires)
    return found


def opposite(problem, action):
    same = [one for one in problem.actions if one.fact == action.fact and one.to is not action.to]
    return same[0].id if same else None


def role(problem, action, minimal, *, all_actionable):
    by_id = {one.id: one for one in problem.actions}
    possible = all_actionable or all(by_id[name].cost is not None for name in with_steps(problem, action))
    used = changes_of(problem, minimal)
    if all(action.id in one for one in used) and used:
        return "necessary"
    if any(action.id in one for one in used):
        return "relevant"
    if any(opposite(problem, action) in one for one in used):
        return "irrelevant"
    return "keep" if possible and any(spoils(problem, action, one) for one in used) else "irrelevant"


def spoils(problem, action, used):
    made = used | with_steps(problem, action)
    if any(opposite(problem, one) in made for one in problem.actions if one.id in made):
        return True
    facts = dict(problem.cases[0].truths)
    facts.update({one.fact: one.to for one in problem.actions if one.id in made})
    return not evaluate(problem.condition, type(problem.cases[0])(facts)).certain


class TestRoles:
    """5.1 Necessary: in every minimal repair. Relevant: in some. Irrelevant: in none, and changing it changes no
    repair. Keep: in none, but a change of it would spoil one (only under a negation).
    """

    @settings(max_examples=250)
    @given(fact_problems())
    def test_are_what_all_minimal_repairs_say(self, problem):
        minimal = least(all_repairs(problem))
        found = change_roles(problem)
        assert found.reachable == bool(minimal)
        if not minimal:
            minimal = least(all_repairs(problem, all_actionable=True))
        moving = [action for action in problem.actions if not idle(problem, action)]
        assert set(found.roles) == {action.id for action in moving}
        for action in moving:
            part = found.roles[action.id]
            assert part.role == role(problem, action, minimal, all_actionable=not found.reachable)
            assert part.actable == (action.cost is not None)

    @settings(max_examples=150)
    @given(fact_problems())
    def test_either_way_is_an_unknown_with_a_repair_for_each_truth(self, problem):
        found = change_roles(problem)
        minimal = least(all_repairs(problem, all_actionable=not found.reachable))
        used = changes_of(problem, minimal)
        for action in problem.actions:
            if action.id in found.roles:
                other = opposite(problem, action)
                both = all(any(name in one for one in used) for name in (action.id, other))
                unknown = problem.cases[0].truth(action.fact) is UNKNOWN
                assert found.roles[action.id].either_way == (both and unknown)

    @settings(max_examples=100)
    @given(fact_problems(negation=False, both=False))
    def test_nothing_is_to_be_kept_without_a_negation(self, problem):
        assert "keep" not in {part.role for part in change_roles(problem).roles.values()}


class TestPivotal:
    """5.6 "the facts that drop it alone", and those that gain it alone."""

    @settings(max_examples=150)
    @given(fact_problems(steps=False))
    def test_is_what_turns_the_target_by_itself(self, problem):
        now = evaluate(problem.condition, problem.cases[0]).certain
        wanted = set()
        for index, ways in enumerate(options(problem, all_actionable=True)):
            for way in ways[1:]:
                chosen = [(0, 0, None)] * len(problem.actions)
                chosen[index] = way
                if evaluate(problem.condition, changed(problem, chosen)).certain is not now:
                    wanted.add(problem.actions[index].id)
        assert {change.id for change in decisive_changes(problem)} == wanted
        assert all(isinstance(action, FactAction) for action in problem.actions)
