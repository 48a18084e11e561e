"""The site's map."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from .browse import errors
from .opendata import urls as opendata
from .opendata.serving import read_only
from .operations import refusals, version
from .operations.condition import pages as condition
from .operations.metrics import scrapes

urlpatterns = [
    path("api/", include("cooperation.opendata.api.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/mark.svg")),
    path("version", read_only(version.version), name="version"),
    # Mostly answered before Django wakes up: operations/condition/probes.
    path("health/live", condition.live, name="live"),
    path("health/ready", condition.ready, name="ready"),
    path("metrics", scrapes.metrics, name="metrics"),
    path("", include(opendata.fixed)),
    # English at /, Azerbaijani at /az/, Russian at /ru/.
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("accounts/", include("cooperation.editorial.account_urls")),
        path("", include("cooperation.opendata.urls")),
        path("", include("cooperation.browse.urls")),
        prefix_default_language=False,
    ),
]

handler400 = refusals.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
# Asked for by allauth, not by Django.
handler429 = errors.too_many
handler500 = refusals.server_error
