"""A school with its findings, and where it stands."""

from django.core.exceptions import ValidationError
from django.db import models

import kiemdinh as kd

FRAMEWORK = kd.load("vn.tt57-2026.pho-thong")


class School(models.Model):
    """A school on one day; its dossier is what kiemdinh reads."""

    name = models.CharField("tên trường", max_length=200)
    on = models.DateField("ngày đánh giá")
    dossier = models.JSONField("hồ sơ", default=dict)

    class Meta:
        """What the admin calls it."""

        verbose_name = "trường"
        verbose_name_plural = "các trường"

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a dossier that cannot be read, with every problem at its place."""
        try:
            self.assess()
        except kd.InputError as error:
            raise ValidationError({"dossier": [one.to_text("vi") for one in error.diagnostics]}) from None

    def assess(self) -> kd.Assessment:
        """Return where the school stands."""
        if not isinstance(self.dossier, dict):
            raise ValidationError({"dossier": "Hồ sơ phải là một đối tượng JSON."})
        return kd.assess(FRAMEWORK, self.dossier, on=self.on, budget=200_000)
