"""Which texts are held in English, Azerbaijani and Russian."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    Agency,
    Agreement,
    Appointment,
    Commitment,
    Correction,
    Event,
    Meeting,
    Official,
    Participation,
    Point,
    Program,
    Topic,
)


@register(Agency)
class AgencyTranslation(TranslationOptions):
    fields = ("name", "acronym", "description")
    required_languages = {"en": ("name",)}


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"en": ("name",)}


@register(Official)
class OfficialTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"en": ("name",)}


@register(Appointment)
class AppointmentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"en": ("title",)}


@register(Program)
@register(Event)
class NamedPublishableTranslation(TranslationOptions):
    fields = ("name", "acronym", "summary", "withdrawal_reason")
    required_languages = {"en": ("name",)}


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("title", "summary", "withdrawal_reason")
    required_languages = {"en": ("title",)}


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "withdrawal_reason")
    required_languages = {"en": ("title",)}


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("reported_title",)


@register(Point)
@register(Commitment)
@register(Correction)
class TextTranslation(TranslationOptions):
    # In one language at least, as a constraint of each says; else a report would have to be translated to be entered.
    fields = ("text",)
