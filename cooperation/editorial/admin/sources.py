from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.models import Action, LinkCheck, Source
from cooperation.models.source import url_key
from cooperation.record.versions import record_found, record_version

from .base import PlainAdmin
from .completing import Completing


class SourceAdmin(Completing, PlainAdmin):
    fields = ["url", "publisher", "title", "published", "language", "archived_url"]
    help_texts = {
        "publisher": _(
            "Who published it, as it names itself: Ministry of Foreign Affairs, UNICEF Azerbaijan, AZERTAC."
        ),
        "archived_url": _("The address of a copy in a web archive, for the day that the page is gone."),
    }
    list_display = ["published", "publisher", "title", "url", "language", "link_status"]
    list_display_links = ["title", "url"]
    list_filter = ["link_status", "language"]
    search_fields = ["publisher", "title", "url"]
    search_help_text = _("Publisher, title, or the whole link, however it is spelled.")

    readonly_fields = ["last_check"]
    actions = ["take_copies", "take_addresses"]

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        return [*self.fields, *([] if obj is None else ["last_check"])]

    @admin.display(description=_("last check of the link"))
    def last_check(self, source: Source) -> str:
        found = LinkCheck.objects.filter(source=source).first()
        if found is None:
            return str(_("Not checked yet."))
        told = [(date_format(timezone.localtime(found.checked_at), "DATETIME_FORMAT"), found.answer)]
        told += [(_("new address"), found.moved_to)] if found.moved_to else []
        told += [(_("suggested archived copy"), found.suggested_copy)] if found.suggested_copy else []
        return format_html_join(mark_safe("<br>"), "{}: {}", told)

    @admin.action(permissions=["change"], description=_("Take the archived copies that the link check suggests"))
    def take_copies(self, request: HttpRequest, queryset: QuerySet) -> None:
        chosen = queryset.filter(archived_url="").exclude(link_check__suggested_copy="")
        self._take(request, chosen, lambda source: {"archived_url": source.link_check.suggested_copy})

    @admin.action(permissions=["change"], description=_("Take the new addresses of pages that moved"))
    def take_addresses(self, request: HttpRequest, queryset: QuerySet) -> None:
        chosen = queryset.exclude(link_check__moved_to="")
        self._take(request, chosen, lambda source: {"url": source.link_check.moved_to})

    def _take(self, request: HttpRequest, chosen: QuerySet, values: Callable[[Source], dict[str, str]]) -> None:
        """Write what a check suggested where that may be; another source may have the address already."""
        taken = 0
        for source in chosen.filter(link_check__isnull=False).select_related("link_check"):
            if self.has_change_permission(request, source):
                taken += self._taken(request, source, values(source))
        text = ngettext("%(count)d source was changed.", "%(count)d sources were changed.", taken)
        self.message_user(request, text % {"count": taken}, messages.SUCCESS if taken else messages.WARNING)

    def _taken(self, request: HttpRequest, source: Source, values: dict[str, str]) -> bool:
        for name, value in values.items():
            setattr(source, name, value)
        try:
            source.full_clean()
        except ValidationError as error:
            self.message_user(request, f"{source}: {' '.join(error.messages)}", messages.ERROR)
            return False
        with transaction.atomic():
            record_found(source)
            source.save()
            record_version(source, by=request.user, action=Action.EDITED)
        return True

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """A pasted link finds its source under any spelling that means the same page."""
        term = search_term.replace("\0", "").strip()
        if not term.lower().startswith(("http://", "https://")):
            return super().get_search_results(request, queryset, term)
        try:
            return queryset.filter(url_key=url_key(term)), False
        except ValueError:
            return queryset.none(), False
