"""Explanations of the level of each row: the cheapest repair to the next level, and the least losses that drop its own.

Begin with ``cluster_rows``: it asks the clusters of a question once for all rows with the same cells, and puts the
answers of a row together. ``repair_rows``, ``loss_rows``, ``obstacle_rows`` and ``row_problems`` have the questions for
a cluster and read its answers. A row that is not plain is explained as a school by itself; the answers are the same.

What must not come in: how a cluster is asked, which stands in ``kiemdinh.explanation.composition``.
"""

from kiemdinh.portfolio.batch.explained.loss_rows import find_row_losses
from kiemdinh.portfolio.batch.explained.obstacle_rows import RowObstacle, find_row_obstacles
from kiemdinh.portfolio.batch.explained.repair_rows import find_row_repairs
from kiemdinh.portfolio.batch.explained.row_problems import Reprice, RowProblems

__all__ = ["Reprice", "RowObstacle", "RowProblems", "find_row_losses", "find_row_obstacles", "find_row_repairs"]
