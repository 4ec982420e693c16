"""The plain reading: a second, slow reading of a definition, to check the engine against (a test oracle).

Begin with ``plain_reading.py``: it gives the outcomes of a school of which everything is known, condition by condition
with plain true and false. It works on the definition as written (``plain_definition.py``, ``plain_tree.py``) and on a
school as plain data (``plain_school.py``).

Words: *as written* means the mappings and scalars of the YAML file, unchecked; a question is *open* where the plain
reading has no answer.

What must not come in: a loader, lowering, evaluator or resolver of the engine. A fault that both readings share would
not be found.
"""

from kiemdinh.testing.oracle.plain_reading import PlainStanding, read_plainly
from kiemdinh.testing.oracle.plain_school import OpenError, PlainMember, PlainSchool

__all__ = ["OpenError", "PlainMember", "PlainSchool", "PlainStanding", "read_plainly"]
