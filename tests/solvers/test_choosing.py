import subprocess
import sys

import pytest

from kiemdinh.solvers import choose as choosing
from kiemdinh.solvers.choose import SolversInTurn, available_solvers, choose_solver
from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.highs import Highs
from kiemdinh.solvers.optional import MissingSolverError

INSTALLED = {"highspy": object(), "ortools": object()}


@pytest.fixture
def installed(monkeypatch):
    def only(*packages):
        monkeypatch.setattr(choosing, "find_spec", lambda name: INSTALLED[name] if name in packages else None)

    return only


class TestAvailable:
    """House: solvers are an extra; the kernel works without any."""

    def test_names_what_is_installed_quickest_first(self, installed):
        installed("ortools", "highspy")
        assert available_solvers() == ("highs", "cp-sat")

    def test_is_empty_without_any(self, installed):
        installed()
        assert available_solvers() == ()

    def test_imports_no_solver(self):
        code = (
            "import sys; from kiemdinh.solvers.choose import available_solvers; available_solvers()\n"
            "print(sorted({'ortools', 'highspy', 'numpy'} & set(sys.modules)))"
        )
        said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert said.strip() == "[]"


class TestSolver:
    """House: a solver is an argument of the kernel."""

    def test_by_name(self, installed):
        installed("ortools", "highspy")
        assert choose_solver("highs") == Highs()
        assert choose_solver("cp-sat") == CpSat()

    def test_without_a_name_is_all_that_are_installed_in_turn(self, installed):
        installed("ortools")
        assert choose_solver() == SolversInTurn((CpSat(),))
        installed("ortools", "highspy")
        assert choose_solver() == SolversInTurn((Highs(), CpSat()))

    def test_an_unknown_name_is_refused_with_the_names_there_are(self):
        with pytest.raises(ValueError, match="highs, cp-sat"):
            choose_solver("simplex")

    @pytest.mark.parametrize("name", [None, "highs", "cp-sat"])
    def test_what_is_not_installed_is_refused_with_what_to_type(self, installed, name):
        installed()
        with pytest.raises(MissingSolverError, match=r"pip install 'kiemdinh\[solvers\]'"):
            choose_solver(name)
