"""Where a school stands: its facts, outcomes, nodes, counts, awards and warnings. Each result is plain ``data``.

Begin with ``reported_facts``: the facts of a school on a date, which everything else reads. Below it stand
``school_facts`` (the stages and the school as one) and ``cases`` (unknown context settled by cases); above it
``exactness`` (where readings may be too wide), ``outcomes``, ``nodes``, ``groups``, ``awards`` and ``result_warnings``,
each one part of a result.

Words: the school *as one* is the school by the records about the whole school, and not about one stage; *open* means
unknown; the *standing* with an award says what holds for each of its grades.

What must not come in: what blocks a level and how it can be reached (``explanation``), and words of a language
(``narration``).
"""
