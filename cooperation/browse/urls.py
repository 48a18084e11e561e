from django.urls import path, re_path

from . import lists, pages, search, timeline

nouns = "|".join(lists.LISTS)
every_noun = "|".join(pages.PAGES)

urlpatterns = [
    path("", timeline.timeline, name="front"),
    path("meetings/", timeline.timeline, name="timeline"),
    path("search/", search.search, name="search"),
    re_path(rf"^(?P<noun>{nouns})/$", lists.noun_list, name="list"),
    re_path(rf"^(?P<noun>{every_noun})/(?P<slug>[-a-zA-Z0-9_]+)/$", pages.record_page, name="record"),
]
