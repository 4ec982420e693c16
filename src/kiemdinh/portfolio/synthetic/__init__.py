"""Tables of synthetic schools, for trials, examples and measurements.

Begin with ``schools``, which has the one verb. ``traits`` draws what a school is like, ``findings`` and ``figures``
write the cells of a column, ``goals`` reads from the rules what is asked of each figure, and ``numbers`` orders the
numbers from the worst to the best.

Words: *maturity* is how far a school has come; its *standing* in a subject is its maturity combined with a number that
is drawn for the subject. Every number is drawn from the seed, the school and the subject, so that no order of work
changes it.

Nothing of a real school must come in.
"""

from kiemdinh.portfolio.synthetic.schools import SyntheticSchools, make_schools

__all__ = ["SyntheticSchools", "make_schools"]
