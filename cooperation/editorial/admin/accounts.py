"""Accounts, and the list of what was done to them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class AuditAdmin(admin.ModelAdmin):
    """To read only: entries are added by the site itself, and never changed."""

    list_display = ("at", "action", "by", "about")
    list_filter = ("action",)
    search_fields = ("by", "about")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
