from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    """The project's one app; `ready` puts its rooms together."""

    name = "cooperation"
    label = "cooperation"
    verbose_name = _("Cooperation record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .editorial import roles, watching
        from .models import protection
        from .record import changes, indexing

        protection.connect()
        indexing.connect()
        changes.connect()
        roles.connect()
        watching.connect()
