from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .agency import refuse_circle
from .base import Named, RecordQuerySet, has_address, may_publish, required_text


class Topic(Named):
    """What a meeting, program or event is about; a topic may stand below another."""

    noun = "topics"

    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    description = models.TextField(_("description"), blank=True, help_text=_("What falls under this topic."))
    sdgs = models.CharField(
        _("Sustainable Development Goals"),
        max_length=50,
        blank=True,
        help_text=_("The numbers of the goals that this topic chiefly serves: 3, 4."),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        permissions = may_publish("topic")
        ordering = ["sort_key_en", "id"]
        constraints = [
            required_text("topic", "name"),
            has_address("topic"),
            models.CheckConstraint(
                name="topic_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
            ),
        ]

    @property
    def sdg_numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in self.sdgs.split(",") if number.strip().isdecimal())

    def clean(self) -> None:
        super().clean()
        refuse_circle(self)
        written = [part for part in self.sdgs.split(",") if part.strip()]
        numbers = self.sdg_numbers
        if len(numbers) < len(written) or any(not 1 <= number <= 17 for number in numbers):
            raise ValidationError({"sdgs": _("Write numbers from 1 to 17, with commas between them.")})
        self.sdgs = ", ".join(str(number) for number in sorted(set(numbers)))
