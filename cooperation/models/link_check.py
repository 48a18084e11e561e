from django.db import models
from django.utils.translation import gettext_lazy as _

from .source import Source, is_web_url, web_url


class LinkCheck(models.Model):
    """What the last check of a source's link found, for editors; `Source.link_status` is what came of all checks."""

    source = models.OneToOneField(
        Source, verbose_name=_("source"), primary_key=True, on_delete=models.CASCADE, related_name="link_check"
    )
    checked_at = models.DateTimeField(_("link checked"))
    answer = models.CharField(_("answer"), max_length=300)
    moved_to = web_url(verbose_name=_("new address"), blank=True)
    # Days on which it failed since it last answered, and the last of them: one bad day is no death.
    failed_days = models.PositiveSmallIntegerField(_("days without an answer"), default=0)
    last_failed = models.DateField(null=True)
    suggested_copy = web_url(verbose_name=_("suggested archived copy"), blank=True)
    archive_asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = [is_web_url("link_check", "moved_to"), is_web_url("link_check", "suggested_copy")]
        indexes = [
            # A round begins with what was checked longest ago.
            models.Index(fields=["checked_at"], name="link_check_oldest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.answer}"
