"""The repair question of a school, composed of parts that many schools share.

The rules of a target read some facts about criteria, and these read records. Facts that depend on the same records form
a *cluster*. What a cluster asks of a school depends on few records. So it is found once for all schools with the same
records, and the question of a school is composed of its clusters. Begin with ``target_outline``; ``cluster_question``
finds what has to change in a cluster, and ``composed_question`` joins these. ``cluster_losses`` and ``composed_losses``
do the same for the margin. Where clusters depend on unknown context, each is asked in the cases of its context, and
``joint_cases`` lists the cases that belong together.

What must not come in: a second search, or a second way to open a condition; ``repairs`` and the kernel have these. How
tables store their rows belongs to ``portfolio``.
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
