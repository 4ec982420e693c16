"""Places in plain data: a path of keys and indices, as problems name them."""


def at(data, path):
    """What stands at a place."""
    for key in path:
        data = data[key]
    return data


def places(data, path=()):
    """Every place of some data but its top, containers before what is in them."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))
