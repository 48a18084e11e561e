from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models.source import url_key

from .base import PlainAdmin


class SourceAdmin(PlainAdmin):
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

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """A pasted link finds its source under any spelling that means the same page."""
        term = search_term.replace("\0", "").strip()
        if not term.lower().startswith(("http://", "https://")):
            return super().get_search_results(request, queryset, term)
        try:
            return queryset.filter(url_key=url_key(term)), False
        except ValueError:
            return queryset.none(), False
