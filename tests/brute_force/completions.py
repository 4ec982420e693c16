"""Every way in which what is open can turn out, found on demand: only what is asked for is tried."""


class OpenError(Exception):
    """The reader asked for something open: ``atom`` names it, ``values`` are all that it can be."""

    def __init__(self, atom, values):
        super().__init__(atom)
        self.atom, self.values = atom, values


class TooManyError(Exception):
    """There are more completions than the caller is ready to try."""


def every_result(read, most, enough=None):
    """What ``read`` returns over all completions, as a set; no more is tried once it has all of ``enough``.

    ``read`` is called with a world, a mapping from what is open to what it turns out to be. It raises ``OpenError`` for
    what it needs and the world lacks.
    """
    results, waiting, tried = set(), [{}], 0
    while waiting:
        world = waiting.pop()
        tried += 1
        if tried > most:
            raise TooManyError
        try:
            results.add(read(world))
            if enough is not None and enough <= results:
                break
        except OpenError as asked:
            waiting.extend({**world, asked.atom: value} for value in asked.values)
    return results
