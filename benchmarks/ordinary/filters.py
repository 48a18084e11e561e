import django_filters
from django.db.models import QuerySet

from . import search
from .models import Agency, Event, Meeting, MeetingEvent, Official, Participation, Program, Topic

Topics = Meeting.topics.through
Programs = Meeting.programs.through


class RelatedFilter(django_filters.ModelMultipleChoiceFilter):
    """Any of the records chosen; by a subquery, since a join would need DISTINCT over whole rows."""

    def __init__(self, model: type, through: type, column: str) -> None:
        super().__init__(queryset=model.objects.all(), to_field_name="slug")
        self.through, self.column = through, column

    def filter(self, qs: QuerySet, value: QuerySet) -> QuerySet:
        if not value:
            return qs
        links = self.through.objects.filter(**{f"{self.column}__in": [each.pk for each in value]})
        return qs.filter(pk__in=links.values("meeting_id"))


class MeetingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search")
    agency = RelatedFilter(Agency, Participation, "agency")
    topic = RelatedFilter(Topic, Topics, "topic")
    official = RelatedFilter(Official, Participation, "official")
    program = RelatedFilter(Program, Programs, "program")
    event = RelatedFilter(Event, MeetingEvent, "event")
    since = django_filters.CharFilter(field_name="date", lookup_expr="gte")
    before = django_filters.CharFilter(field_name="date", lookup_expr="lt")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def search(self, meetings: QuerySet, name: str, text: str) -> QuerySet:
        return search.matching(meetings, text)
