"""The site's map."""

from django.contrib import admin
from django.urls import include, path

from .browse import errors

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("cooperation.browse.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
