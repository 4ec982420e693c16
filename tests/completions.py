"""What unknowns must give: the join of what their values give, each assessed alone (semantics 1.2, 1.6, 2.2, 2.5)."""

from copy import deepcopy
from itertools import combinations, product

from kiemdinh.api.assess import assess

ABSENT = object()
"""Put at a place to leave nothing there: absence is unknown too (1.10)."""
VERDICTS = ("met", "unmet")
YES_NO = ("true", "false")


def put(dossier, path, value):
    """The dossier with *value* at *path*, which may be a single key of findings such as ``1.3/muc-1/a``."""
    made = deepcopy(dossier)
    at = made
    for key in path[:-1]:
        at = at.setdefault(key, {})
    if value is ABSENT:
        at.pop(path[-1], None)
    else:
        at[path[-1]] = value
    return made


def filled(dossier, values):
    for path, value in values.items():
        dossier = put(dossier, path, value)
    return dossier


def standing(framework, dossier, on):
    """Every outcome and award as what is possible: places on a ladder, labels, readings of each grade."""
    result = assess(framework, dossier, on=on)
    stands = {}
    for found, outcome in zip(result.outcomes, framework.outcomes, strict=True):
        if found.kind == "labels":
            stands[found.id] = frozenset(label.id for label in found.labels)
            continue
        steps = [None, *(s.id for s in framework.definition.scales[outcome.ladder].steps)]
        ends = (found.guaranteed, found.attainable)
        stands[found.id] = tuple(steps.index(end and end.id) for end in ends)
    for award in result.awards:
        for i, grade in enumerate(award.grades):
            stands[award.id, i] = (grade.eligible.certain, grade.eligible.possible)
        for name in ("loss", "stands"):
            truth = getattr(award, name)
            if truth is not None:
                stands[award.id, name] = (truth.certain, truth.possible)
    return stands


def join(standings):
    """The least that is certain, the most that is possible, every label."""
    return {name: _join_one([s[name] for s in standings]) for name in standings[0]}


def _join_one(found):
    if isinstance(found[0], frozenset):
        return frozenset().union(*found)
    return (min(low for low, _ in found), max(high for _, high in found))


def assert_join(framework, dossier, places, *, on, loose=()):
    """The unknown at all of *places* (path: values) gives exactly the join of its completions.

    Outcomes named in *loose* need only contain the join and must say that they may hold more. Returns the join.
    """
    completions = [
        standing(framework, filled(dossier, dict(zip(places, values, strict=True))), on)
        for values in product(*places.values())
    ]
    wanted = join(completions)
    for unknown in (ABSENT, "unknown"):
        open_ = filled(dossier, dict.fromkeys(places, unknown))
        found = standing(framework, open_, on)
        for name in loose:
            exact = next(o.exact for o in assess(framework, open_, on=on).outcomes if o.id == name)
            assert found[name] >= wanted[name]
            assert found[name] == wanted[name] or not exact
        assert {k: v for k, v in found.items() if k not in loose} == {
            k: v for k, v in wanted.items() if k not in loose
        }, places
    return wanted


def assert_joins(framework, dossier, places, *, on, matters=(), loose=(), together=2):
    """As ``assert_join`` for each of *places* and each few of them; of *matters*, each alone must move some outcome."""
    for path, values in places.items():
        wanted = assert_join(framework, dossier, {path: values}, on=on, loose=loose)
        if path in matters:
            assert _open(wanted), f"{path} does not matter here"
    for few in combinations(places, together) if together > 1 else ():
        assert_join(framework, dossier, {path: places[path] for path in few}, on=on, loose=loose)


def _open(stands):
    return any(len(set(found)) > 1 for found in stands.values())
