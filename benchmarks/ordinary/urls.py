from django.contrib import admin
from django.urls import path

from . import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("meetings/", views.MeetingList.as_view()),
    path("meetings.csv", views.meetings_csv),
]
