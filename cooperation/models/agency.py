from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Named, RecordQuerySet, has_address, may_publish, one_of, required_text
from .partial_date import PartialDateField, partial_date_constraints
from .source import is_web_url, web_url


class Side(models.TextChoices):
    UN = "un", _("UN system")
    AZERBAIJAN = "azerbaijan", _("Azerbaijan")


class AgencyKind(models.TextChoices):
    """What editors choose from; an open list, so the database does not check it."""

    PRINCIPAL_ORGAN = "principal-organ", _("Principal organ")
    SECRETARIAT = "secretariat", _("Secretariat")
    FUND_OR_PROGRAMME = "fund-or-programme", _("Fund or programme")
    SPECIALIZED_AGENCY = "specialized-agency", _("Specialized agency")
    REGIONAL_COMMISSION = "regional-commission", _("Regional commission")
    RELATED_ORGANIZATION = "related-organization", _("Related organization")
    RESEARCH_TRAINING = "research-training", _("Research and training")
    OTHER_UN = "other-un", _("Other UN entity")
    PRESIDENCY = "presidency", _("Presidency")
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("Ministry")
    STATE_COMMITTEE = "state-committee", _("State committee")
    STATE_AGENCY = "state-agency", _("State agency")
    STATE_SERVICE = "state-service", _("State service")
    PARLIAMENT = "parliament", _("Parliament")
    OMBUDSMAN = "ombudsman", _("Ombudsman")
    PROSECUTION = "prosecution", _("Prosecution")
    DIPLOMATIC_MISSION = "diplomatic-mission", _("Diplomatic mission")
    FOUNDATION = "foundation", _("Foundation")
    ACADEMIC = "academic", _("University or academy")
    COMPANY = "company", _("Company")
    OTHER_AZERBAIJAN = "other-azerbaijan", _("Other Azerbaijani body")


class AgencyQuerySet(RecordQuerySet):
    def of_the_un(self) -> Self:
        return self.filter(side=Side.UN)

    def of_azerbaijan(self) -> Self:
        return self.filter(side=Side.AZERBAIJAN)


class Agency(Named):
    """A body on either side: an agency of the UN system, or an Azerbaijani one."""

    noun = "agencies"

    acronym = models.CharField(
        _("acronym"), max_length=40, blank=True, help_text=_("As is usual in the language: WHO, ÜST, ВОЗ.")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=30, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Only where this body is a part of one other listed body; grouping is by kind."),
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        help_text=_("The body whose work this one took over."),
    )
    succeeded_on = PartialDateField(
        _("took over on"), null=True, blank=True, help_text=_("2018, 2018-04 or 2018-04-20.")
    )
    headquarters_city = models.CharField(_("headquarters, city"), max_length=100, blank=True)
    headquarters_country = models.CharField(_("headquarters, country"), max_length=100, blank=True)
    website = web_url(verbose_name=_("website"), blank=True)
    founded = PartialDateField(_("founded"), null=True, blank=True, help_text=_("2018, 2018-04 or 2018-04-20."))
    description = models.TextField(
        _("description"), blank=True, help_text=_("What the body does, in a sentence or two.")
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("One a line, in any language: former names, other acronyms. Readers find the body by each."),
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        permissions = may_publish("agency")
        ordering = ["sort_key_en", "id"]
        constraints = [
            required_text("agency", "name"),
            has_address("agency"),
            one_of("agency", "side", Side),
            is_web_url("agency", "website"),
            *partial_date_constraints("agency", "succeeded_on", "founded"),
            models.CheckConstraint(
                name="agency_not_its_own_relative",
                condition=(models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")))
                & (models.Q(predecessor__isnull=True) | ~models.Q(predecessor=models.F("id"))),
            ),
            models.UniqueConstraint(
                fields=["side", "acronym_en"], condition=~models.Q(acronym_en=""), name="agency_acronym_unique"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        refuse_circle(self)


def refuse_circle(record: models.Model) -> None:
    """Raise ValidationError when `record` would stand below itself in its tree of `parent`s."""
    seen = {record.pk}
    above = record.parent
    while above is not None:
        if above.pk in seen and above.pk is not None:
            raise ValidationError({"parent": _("This would put the record below itself.")})
        seen.add(above.pk)
        above = above.parent


class Identifier(models.Model):
    """An outside identifier of an agency or an official: Wikidata, IATI organisation code."""

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers")
    official = models.ForeignKey(
        "cooperation.Official", null=True, blank=True, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(_("scheme"), max_length=30, help_text=_("wikidata or iati"))
    value = models.CharField(_("identifier"), max_length=100)

    class Meta:
        verbose_name = _("outside identifier")
        verbose_name_plural = _("outside identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_unique"),
            models.CheckConstraint(
                name="identifier_of_one_record",
                condition=models.Q(agency__isnull=True, official__isnull=False)
                | models.Q(agency__isnull=False, official__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"
