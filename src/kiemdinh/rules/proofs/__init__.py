"""Proofs that a condition can or cannot hold in a space, which says all that facts and values can be.

Begin with :func:`~kiemdinh.rules.proofs.prover.prove`. ``space`` and ``proof`` hold what goes in and what comes out;
``circuit`` and the modules ``gates``, ``condition_gates``, ``case_gates`` and ``quantity_gates`` turn terms into gates;
``domains`` holds what values can still be; ``backtracking`` is the search, which asks ``arithmetic`` whether several
comparisons can hold together; ``difference_constraints`` and ``linear_totals`` rewrite a condition so that the search
ends sooner.

Words: a *world* assigns facts and values; a *gate* is a term in a circuit; an *objective* is a gate with the truth that
is wanted of it; a *decision* fixes one fact, or narrows one value, and can be taken back.

Repairs, solvers and schools must not come in: this package reads terms and evaluation only.
"""

from kiemdinh.rules.proofs.proof import Proof, Satisfiability
from kiemdinh.rules.proofs.prover import Prover, prove
from kiemdinh.rules.proofs.simulation import Simulation
from kiemdinh.rules.proofs.space import Space

__all__ = ["Proof", "Prover", "Satisfiability", "Simulation", "Space", "prove"]
