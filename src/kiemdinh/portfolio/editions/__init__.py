"""The schools of a table under several editions of a framework.

Begin with ``edition_side``: the schools as one edition judges them. ``level_order`` says whether a school stands higher
or lower by another, and ``restored_editions`` finds which changes of that one make the difference.

Words: a change is *taken back* where the edition is made without it.

What an office asks of it must not come in: ``impacts`` and ``risks`` do.
"""

from kiemdinh.portfolio.editions.edition_side import EditionSide, read_by, take_schools
from kiemdinh.portfolio.editions.level_order import LevelOrder
from kiemdinh.portfolio.editions.restored_editions import RestoredEditions

__all__ = ["EditionSide", "LevelOrder", "RestoredEditions", "read_by", "take_schools"]
