"""The record's tables as an ordinary project would describe them."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Named(models.Model):
    name = models.CharField(max_length=300, db_column="name_en")
    slug = models.SlugField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Agency(Named):
    acronym = models.CharField(max_length=40)
    side = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "cooperation_agency"


class Official(Named):
    class Meta:
        managed = False
        db_table = "cooperation_official"


class Topic(Named):
    class Meta:
        managed = False
        db_table = "cooperation_topic"


class Program(Named):
    class Meta:
        managed = False
        db_table = "cooperation_program"


class Event(Named):
    class Meta:
        managed = False
        db_table = "cooperation_event"


class Meeting(models.Model):
    title = models.CharField(max_length=300, db_column="title_en")
    slug = models.SlugField()
    date = models.CharField(max_length=10)
    mode = models.CharField(max_length=10)
    city = models.CharField(max_length=100)
    summary = models.TextField(db_column="summary_en")
    state = models.CharField(max_length=10)
    agencies = models.ManyToManyField(Agency, through="Participation")
    topics = models.ManyToManyField(Topic, db_table="cooperation_meeting_topics")
    programs = models.ManyToManyField(Program, db_table="cooperation_meeting_programs")
    events = models.ManyToManyField(Event, through="MeetingEvent")

    class Meta:
        managed = False
        db_table = "cooperation_meeting"
        ordering = ["-date", "-id"]

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participations")
    agency = models.ForeignKey(Agency, models.PROTECT)
    official = models.ForeignKey(Official, models.PROTECT, null=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "cooperation_participation"
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.official or 'Delegation'}, {self.agency}"


class MeetingEvent(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE)
    event = models.ForeignKey(Event, models.PROTECT)

    class Meta:
        managed = False
        db_table = "cooperation_meetingevent"

    def __str__(self) -> str:
        return str(self.event)


class MeetingWords(models.Model):
    """The search index on PostgreSQL; on SQLite it is an FTS5 table, see `search`."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="words")
    words = SearchVectorField()

    class Meta:
        managed = False
        db_table = "ordinary_words"

    def __str__(self) -> str:
        return str(self.meeting)
