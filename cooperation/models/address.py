from django.db import models
from django.utils.translation import gettext_lazy as _

SLUG_LENGTH = 120


class Address(models.Model):
    """Every slug that a record has ever had, so that an address never dies nor changes hands.

    The row of a deleted record stays, with no `record_id`: the address then answers 410.
    """

    noun = models.CharField(max_length=30)
    slug = models.SlugField(max_length=SLUG_LENGTH, db_index=False)
    record_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            # Also the look-up of a page whose slug is not a current one.
            models.UniqueConstraint(fields=["noun", "slug"], name="address_given_once"),
        ]
        indexes = [
            # All addresses of one record: freed when a draft is deleted, moved when it is merged.
            models.Index(fields=["noun", "record_id"], name="address_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}/{self.slug}"
