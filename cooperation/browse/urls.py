from django.urls import path, re_path

from . import about, briefing, history, lists, pages, pictures, preview, provenance, search, timeline
from .offers import offering_data

nouns = "|".join(lists.LISTS)
every_noun = "|".join(pages.PAGES)
of_version = rf"^(?P<noun>{'|'.join(history.NOUNS)})/(?P<slug>[-a-zA-Z0-9_]+)/history/"

urlpatterns = [
    path("", offering_data(timeline.timeline), name="front"),
    path("meetings/", offering_data(timeline.timeline), name="timeline"),
    path("about/", about.about, name="about"),
    path("about/coverage/", about.coverage, name="coverage"),
    path("about/corrections/", offering_data(about.corrections), name="corrections"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("id/<uuid:uid>/", provenance.permalink, name="permalink"),
    path("briefing/", briefing.briefing_of_filter, name="briefing"),
    re_path(
        rf"^(?P<noun>{'|'.join(briefing.NOUNS)})/(?P<slug>[-a-zA-Z0-9_]+)/briefing/$",
        briefing.briefing_of_record,
        name="record-briefing",
    ),
    re_path(rf"{of_version}$", history.record_history, name="record-history"),
    re_path(rf"{of_version}(?P<number>[0-9]{{1,6}})/$", history.as_it_stood, name="as-it-stood"),
    re_path(
        rf"{of_version}(?P<uid>[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/(?P<number>[0-9]{{1,6}})/$",
        history.as_it_stood,
        name="as-it-stood-merged",
    ),
    path("pictures/", pictures.pictures, name="pictures"),
    path("preview/<uuid:uid>/", preview.preview, name="preview"),
    path("search/", search.search, name="search"),
    re_path(rf"^(?P<noun>{nouns})/$", offering_data(lists.noun_list), name="list"),
    re_path(rf"^(?P<noun>{every_noun})/(?P<slug>[-a-zA-Z0-9_]+)/$", offering_data(pages.record_page), name="record"),
]
