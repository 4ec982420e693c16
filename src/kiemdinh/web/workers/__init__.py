"""Processes that compute answers, so that a slow answer delays nothing else.

Begin with ``pool``: a function with its arguments is run in one of the processes, which is ended at its deadline and
replaced. ``served`` has the frameworks that each process has loaded before it is asked.

What must not come in: the questions and how they are answered.
"""

from kiemdinh.web.workers.pool import Workers
from kiemdinh.web.workers.served import ServedFramework, choose_served, find_references, find_served

__all__ = ["ServedFramework", "Workers", "choose_served", "find_references", "find_served"]
