"""Makes the shared modules of this directory importable; slow machines get time, CI the same examples each run."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # elsewhere each run looks at new examples
)
settings.load_profile("steady")
