"""Flows of least cost: by hand, against all flows that there are, and with a budget that ends."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from kiemdinh.rules import Budget
from kiemdinh.solvers.flows import AimReached, FlowArc, FlowNetwork, find_flow

DIAMOND = FlowNetwork((2, 0, 0, -2), [FlowArc(0, 1, 1), FlowArc(0, 2, 2), FlowArc(1, 3, 2), FlowArc(2, 3, 2)])


def test_the_cheaper_way_is_taken_as_far_as_it_goes():
    flow = find_flow(DIAMOND, [[0, 1, 0, 0]], Budget())
    assert (flow.amounts, flow.aims) == ((1, 1, 1, 1), (AimReached(1, 1),))


def test_a_later_aim_decides_among_the_best_by_the_first():
    flow = find_flow(DIAMOND, [[0, 0, 0, 0], [1, 0, 0, 0]], Budget())
    assert flow.amounts == (0, 2, 0, 2)
    flow = find_flow(DIAMOND, [[0, 1, 0, 0], [1, 0, 0, 0]], Budget())
    assert (flow.amounts, flow.aims[1]) == ((1, 1, 1, 1), AimReached(1, 1))


def test_what_does_not_fit_is_no_flow():
    assert find_flow(FlowNetwork((3, 0, 0, -3), DIAMOND.arcs[:2] + DIAMOND.arcs[2:3]), [[0, 0, 0]], Budget()) is None


def test_a_budget_that_ends_leaves_nothing_or_a_gap():
    assert find_flow(DIAMOND, [[0, 1, 0, 0]], Budget(3)) is None
    flow = find_flow(DIAMOND, [[0, 0, 0, 0], [1, 1, 0, 0]], Budget(7))
    assert flow.aims[0] == AimReached(0, 0)
    assert flow.aims[-1].bound < flow.aims[-1].cost == 2


@st.composite
def networks(draw):
    nodes = 4
    arcs = [
        FlowArc(tail, head, draw(st.integers(0, 2)))
        for tail, head in itertools.combinations(range(nodes), 2)
        if draw(st.booleans())
    ]
    through = draw(st.integers(0, 2))
    aims = [[draw(st.integers(0, 3)) for _ in arcs] for _ in range(2)]
    return FlowNetwork((through, 0, 0, -through), arcs), aims


@settings(max_examples=80, deadline=None)
@given(networks())
def test_no_flow_is_better(case):
    network, aims = case
    found = find_flow(network, aims, Budget())
    flows = [
        amounts
        for amounts in itertools.product(*(range(arc.capacity + 1) for arc in network.arcs))
        if all(
            supply
            == sum(a for a, arc in zip(amounts, network.arcs, strict=True) if arc.tail == node)
            - sum(a for a, arc in zip(amounts, network.arcs, strict=True) if arc.head == node)
            for node, supply in enumerate(network.supplies)
        )
    ]
    costs = [tuple(sum(a * c for a, c in zip(amounts, aim, strict=True)) for aim in aims) for amounts in flows]
    if not flows:
        assert found is None
    else:
        assert found.amounts in flows
        assert tuple(aim.cost for aim in found.aims) == tuple(aim.bound for aim in found.aims) == min(costs)
