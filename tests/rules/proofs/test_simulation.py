"""A simulation of a condition says at each step what the reference evaluator says of the world as it is then."""

from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import MET, UNMET, Assignment, Interval, Simulation, evaluate, facts_of, values_of
from strategies import conditions

TRUTHS = st.sampled_from((MET, UNMET))


@given(conditions(), st.data())
def test_it_agrees_with_the_reference_after_every_change(condition, data):
    facts, values = sorted(facts_of(condition)), sorted(values_of(condition))
    truths = {name: data.draw(TRUTHS) for name in facts}
    numbers = {name: Interval.point(data.draw(st.integers(0, 9))) for name in values}
    simulation = Simulation(condition)
    simulation.enter_world(Assignment(truths, numbers))
    saved, first = simulation.save_readings(), evaluate(condition, Assignment(truths, numbers))
    assert simulation.truth is first
    names = facts + values
    for name in data.draw(st.lists(st.sampled_from(names), max_size=6)) if names else ():
        if name in truths:
            truths[name] = data.draw(TRUTHS)
            simulation.set_fact(name, truths[name])
            assert simulation.fact(name) is truths[name]
        else:
            numbers[name] = Interval.point(data.draw(st.integers(0, 9)))
            simulation.set_value(name, numbers[name])
        assert simulation.truth is evaluate(condition, Assignment(truths, numbers))
    simulation.restore_readings(saved)
    assert simulation.truth is first


def test_what_the_condition_does_not_read_changes_nothing():
    from kiemdinh.rules import Fact

    simulation = Simulation(Fact("a"))
    simulation.enter_world(Assignment({"a": MET}))
    simulation.set_fact("b", UNMET)
    simulation.set_value("c", Interval.point(1))
    assert simulation.truth is MET
