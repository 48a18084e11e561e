"""The admin, put together: which noun is edited how."""

from allauth.account import admin as allauth_account
from allauth.mfa import admin as allauth_mfa
from allauth.usersessions import admin as allauth_usersessions
from django.contrib import admin
from django.contrib.auth import admin as auth

from . import models
from .editorial import admin as editors
from .editorial.admin.accounts import AccountAdmin, AuditAdmin

admin.site.register(models.Meeting, editors.MeetingAdmin)
admin.site.register(models.Commitment, editors.CommitmentAdmin)
admin.site.register(models.Agreement, editors.AgreementAdmin)
admin.site.register(models.Program, editors.ProgramAdmin)
admin.site.register(models.Event, editors.EventAdmin)
admin.site.register(models.Official, editors.OfficialAdmin)
admin.site.register(models.Agency, editors.AgencyAdmin)
admin.site.register(models.Topic, editors.TopicAdmin)
admin.site.register(models.Source, editors.SourceAdmin)
admin.site.register(models.Correction, editors.CorrectionAdmin)
admin.site.register(models.AuditEntry, AuditAdmin)

# Allauth's own pages would show the keys of second factors, and sessions; Django's would let a password be typed.
_UNSHOWN = (
    allauth_account.EmailAddress,
    allauth_account.EmailConfirmation,
    allauth_mfa.Authenticator,
    allauth_usersessions.UserSession,
    auth.User,
)
admin.site.unregister([model for model in _UNSHOWN if admin.site.is_registered(model)])
admin.site.register(auth.User, AccountAdmin)
