"""From one edition or framework to another, and through time: what differs, what is carried over, what is to come.

Begin with ``diffs``, which compares two editions of one framework. Each question has a package of its own here; none
of them knows the words in which its answer is told.

Words: the *old* edition or framework is the one that a school comes from, the *new* one the one that it goes to.

What one edition means for one school must not come in: that is for ``api``, on which all of this stands.
"""
