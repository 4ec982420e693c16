"""A question of repair that is put together from parts which many schools share.

The rules of a target read some facts about criteria, and these read what is recorded. Facts that hang on the same
records form a *cluster*. What a cluster asks of a school depends on few records, so that it is found once for all
schools with the same ones, and the question of a school is put together from its clusters. Begin with
``target_outline``; ``cluster_question`` asks a cluster what has to change, and ``composed_question`` puts these
together. ``cluster_losses`` and ``composed_losses`` do the same for the margin. Where unknown context bears on some
clusters, each is asked in its cases, and ``joint_cases`` says which of them come together.

What must not come in: a second search, or a second way to open a condition. Both are those of ``repairs`` and of the
kernel. How tables store their rows stands in ``portfolio``.
"""

from kiemdinh.explanation.composition.cluster_losses import ClusterLosses, find_cluster_losses
from kiemdinh.explanation.composition.cluster_question import ClusterQuestion, NotComposableError, ask_cluster
from kiemdinh.explanation.composition.composed_losses import LeastLosses, compose_losses
from kiemdinh.explanation.composition.composed_question import ComposedQuestion, compose_question
from kiemdinh.explanation.composition.target_outline import Cluster, TargetOutline, outline_target

__all__ = [
    "Cluster",
    "ClusterLosses",
    "ClusterQuestion",
    "ComposedQuestion",
    "LeastLosses",
    "NotComposableError",
    "TargetOutline",
    "ask_cluster",
    "compose_losses",
    "compose_question",
    "find_cluster_losses",
    "outline_target",
]
