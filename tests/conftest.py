"""Makes the shared modules of this directory importable; slow machines get time, CI the same examples each run."""

import os

import pytest
from hypothesis import HealthCheck, settings

# The command speaks the language of the locale; in tests English, unless one says otherwise.
os.environ.update({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8"})
os.environ.pop("LANGUAGE", None)

settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # elsewhere each run looks at new examples
)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_the_tests(tmp_path_factory):
    """The command keeps findings in the cache folder of its user: not in that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
