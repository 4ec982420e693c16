"""The laws that every framework keeps, and a check of one framework by all of them.

Begin with ``law.py`` (a law: what it says, the cases it is tried on, how one case is judged), then ``law_table.py``
(all laws). ``cases.py`` draws the cases; a ``judge_*`` module holds the judgements of one subject;
``check_framework.py`` and ``framework_laws.py`` are for users.

Words: a *case* is what one trial of a law draws; a *judgement* is a function that raises an error where a case breaks
the law; a *span* is the certain and the possible value of an outcome, as two numbers that can be compared.

No law may know how the engine comes to a result: it sees only the result, the dossier and the definition.
"""

from kiemdinh.testing.laws.check_framework import check_framework
from kiemdinh.testing.laws.framework_laws import FrameworkLaws
from kiemdinh.testing.laws.law import Law, LawFailure, fail_law
from kiemdinh.testing.laws.law_table import LAWS

__all__ = ["LAWS", "FrameworkLaws", "Law", "LawFailure", "check_framework", "fail_law"]
