"""The admin site of the editors: its name, and the order of its index."""

from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# The desk's own pages: the address of each and its view, called with the site, the request and what the address says.
PAGES = {
    "guide": ("guide/", "guide.guide_view"),
    "queue": ("queue/", "queue.queue_view"),
    "completeness": ("completeness/", "upkeep.pages.completeness"),
    "commitments": ("open-commitments/", "upkeep.pages.commitments"),
    "import": ("import/", "importing.start_view"),
    "import_upload": ("import/<str:token>/", "importing.upload_view"),
    "import_done": ("imported/<uuid:uid>/", "importing.done_view"),
    "archive": ("archive/", "importing.archive_view"),
    "create": ("create/<slug:noun>/", "beside.creating.create_view"),
    "title": ("title/", "beside.titles.title_view"),
    "oddities": ("oddities/", "beside.oddities.oddities_view"),
    "duplicates": ("duplicates/", "duplicates.pages.duplicates"),
    "merge": ("duplicates/<slug:noun>/<int:kept>/<int:other>/", "duplicates.pages.merge"),
    "unmerge": ("duplicates/merged/<int:pk>/", "duplicates.pages.unmerge"),
}


def _page(view: str, site: AdminSite, request: HttpRequest, **where: Any) -> HttpResponse:
    # Looked up when it is asked for: the site is made before there are models.
    return import_string(f"{__package__}.{view}")(site, request, **where)


class EditorialSite(AdminSite):
    site_header = _("Cooperation record, for editors")
    site_title = _("Cooperation record")
    index_title = _("What there is to edit")
    index_template = "admin/cooperation/index.html"

    # As the work comes up: a meeting first, then what it leads to, then who and what it names.
    order: ClassVar[list[str]] = [
        "Meeting",
        "Commitment",
        "Agreement",
        "Program",
        "Event",
        "Official",
        "Agency",
        "Topic",
        "Source",
        "Correction",
        "AuditEntry",
    ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The site that the desk leads back to is the one in its own language."""
        from cooperation.models import localized

        own = {"site_url": localized("/"), "saved_cookie": settings.SAVED_WORK_COOKIE_NAME}
        return super().each_context(request) | own

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one page to sign in."""
        # Once models are there: this module is read before them.
        from django.contrib.auth.views import redirect_to_login

        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        from django.contrib.auth.views import LogoutView

        from .account_views import CLEARED

        response = LogoutView.as_view(next_page="account_login")(request)
        response["Clear-Site-Data"] = CLEARED
        return response

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("mfa_index")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The record before the accounts, and its nouns in `order`."""
        from cooperation.models.base import capital

        apps = super().get_app_list(request, app_label)
        for app in apps:
            for entry in app["models"]:
                entry["name"] = capital(entry["model"]._meta.verbose_name_plural)
            app["models"].sort(key=lambda entry: self._place(entry["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "cooperation")

    def get_urls(self) -> list:
        pages = [
            path(address, self.admin_view(partial(_page, view, self)), name=name)
            for name, (address, view) in PAGES.items()
        ]
        # Django's own way to a public page would tell everybody at the desk the address of a draft.
        return [*pages, *(each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site")]

    def _place(self, name: str) -> int:
        return self.order.index(name) if name in self.order else len(self.order)


class EditorialAdminConfig(AdminConfig):
    default_site = "cooperation.editorial.site.EditorialSite"
