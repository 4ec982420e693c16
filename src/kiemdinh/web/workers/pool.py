"""A pool of worker processes: each task has a deadline, at which its process is ended and another one started."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from typing import Final, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.workers.served import ServedFramework, serve_in_this_process

__all__ = ["Workers"]

P = ParamSpec("P")
T = TypeVar("T")

_LOG: Final = logging.getLogger("kiemdinh.web")

LONGEST_WAIT: Final = 30
"""Seconds that a request waits until a worker is free."""


_FEWEST_WORKERS: Final = 2
"""At least two workers, so that one slow answer does not keep all others waiting."""


class Workers:
    """Processes that compute answers. They are started when the first answer is asked for.

    Parameters
    ----------
    frameworks
        The frameworks that each process loads before its first task.
    seconds
        How long a task may take.
    """

    def __init__(self, frameworks: Mapping[str, ServedFramework], seconds: int) -> None:
        self._frameworks = frameworks
        self._seconds = seconds
        self._starting = threading.Lock()
        self._pool: ProcessPool | None = None

    @property
    def count(self) -> int:
        """How many tasks run at once."""
        return _count_workers()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *function* in a worker and return what it returns; an error in it is raised here.

        *function* must be defined at the top of a module; its arguments and what it returns must be picklable.

        Raises
        ------
        WebProblem
            The task takes too long, no worker becomes free, or its process has ended (each 503).
        """
        future = self._running_pool().schedule(function, args=args, kwargs=kwargs, timeout=self._seconds)
        answer = asyncio.wrap_future(future)
        done, _ = await asyncio.wait({answer}, timeout=LONGEST_WAIT)
        if not done and not future.running():
            answer.cancel()
            raise WebProblem(ProblemKind.BUSY, headers={"retry-after": str(self._seconds)})
        try:
            return await answer
        except TimeoutError:
            raise WebProblem(ProblemKind.TOO_SLOW) from None
        except BrokenProcessPool:
            _LOG.exception("No worker can start. A script that starts the server does so under __name__ == '__main__'.")
            raise WebProblem(ProblemKind.WORKER_ENDED, headers={"retry-after": "10"}) from None
        except (ProcessExpired, CancelledError):
            raise WebProblem(ProblemKind.WORKER_ENDED, headers={"retry-after": "1"}) from None

    def stop(self) -> None:
        """End all workers, whatever they do. They are started again when another answer is asked for."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call] # Pebble leaves it untyped
            pool.join()

    def _running_pool(self) -> ProcessPool:
        with self._starting:
            # A pool whose workers have all failed to start stays broken.
            if self._pool is None or not self._pool.active:
                self._pool = ProcessPool(
                    max_workers=_count_workers(),
                    # A process with threads must not be forked, and each server has threads.
                    context=multiprocessing.get_context("spawn"),
                    initializer=serve_in_this_process,
                    initargs=[dict(self._frameworks)],
                )
            return self._pool


def _count_workers() -> int:
    """Return the number of workers: one for each processor that may be used, and at least two."""
    # Not ``os.cpu_count``: it counts the processors of the machine, even where a container may use only a few.
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(usable, _FEWEST_WORKERS)
