"""The admin, put together: which noun is edited how."""

from django.contrib import admin

from . import models
from .editorial import admin as editors
from .editorial.admin.accounts import AuditAdmin

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
