from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class GivenPassword(models.Model):
    """That somebody else made an account's password: its owner has to choose another before anything else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="given_password"
    )

    class Meta:
        verbose_name = _("password to be replaced")
        verbose_name_plural = _("passwords to be replaced")
        default_permissions = ()

    def __str__(self) -> str:
        return self.user.get_username()
