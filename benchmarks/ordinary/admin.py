from django.contrib import admin

from .models import Meeting


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    list_display = ["date", "title", "city", "state"]
    list_filter = ["state", "mode", "topics", "participations__agency"]
    list_per_page = 20
