from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    SIGNED_IN = "signed-in", _("Signed in")
    SIGNED_OUT = "signed-out", _("Signed out")
    SIGN_IN_FAILED = "sign-in-failed", _("Sign-in failed")
    PASSWORD_GIVEN = "password-given", _("Password given, second step asked for")
    FACTOR_USED = "factor-used", _("Second factor used")
    FACTOR_FAILED = "factor-failed", _("Second factor failed")
    FACTOR_ADDED = "factor-added", _("Second factor set up")
    FACTOR_REMOVED = "factor-removed", _("Second factor removed")
    PASSWORD_CHANGED = "password-changed", _("Password changed")
    PASSWORD_WRONG = "password-wrong", _("Present password wrong")
    LIMIT_REACHED = "limit-reached", _("Refused after too many attempts")
    SIGN_IN_RESET = "sign-in-reset", _("Sign-in reset")
    SESSION_ENDED = "session-ended", _("Session ended")
    ACCOUNT_MADE = "account-made", _("Account made")
    ACCOUNT_DELETED = "account-deleted", _("Account deleted")
    RIGHTS_CHANGED = "rights-changed", _("Rights changed")
    GROUP_MADE = "group-made", _("Group made")
    GROUP_DELETED = "group-deleted", _("Group deleted")
    PUBLISHED = "published", _("Published")
    CHANGE_PUBLISHED = "change-published", _("Change published")
    TAKEN_BACK = "taken-back", _("Taken from the public")
    FORBIDDEN = "forbidden", _("Refused at the desk")
    ARCHIVE_TAKEN = "archive-taken", _("Archive downloaded")


class AuditEntry(models.Model):
    """What someone did to who may do what, or to what is public. Entries are only ever added.

    Accounts are held by name: an entry outlives its account. No address of a client is kept.
    """

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    action = models.CharField(_("action"), max_length=20, choices=AuditAction.choices)
    by = models.CharField(_("by"), max_length=150, blank=True)
    about = models.CharField(_("about"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ()
        ordering = ("-at", "-id")
        # The list in the admin, newest first.
        indexes = [models.Index(fields=["-at", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.about}".strip()
