"""What the nouns have in common: identity, addresses, names, and what is public."""

import uuid
from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import keep_lazy_text
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .address import SLUG_LENGTH, Address
from .bookkeeping import LastChange
from .sorting import capitalised, sort_key

LANGUAGES = ("en", "az", "ru")

# What Unicode's decomposition leaves alone; without it slugify("Gəncə") is "gnc", and of Russian nothing is left.
_LATIN = {"ə": "e", "ı": "i", "ø": "o", "ł": "l", "ß": "ss"}
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    **dict.fromkeys("ъь", ""),
}
_ASCII_LETTERS = str.maketrans(_LATIN | _CYRILLIC)


# Where a record of this name would stand in the API, the counts of its noun do.
SLUGS_OF_THE_SITE = frozenset({"facets"})


def ascii_slug(text: str) -> str:
    """A readable slug of `text`, cut between words where it is too long."""
    slug = slugify(text.lower().translate(_ASCII_LETTERS))
    if len(slug) > SLUG_LENGTH - 10:
        slug = slug[: SLUG_LENGTH - 10].rpartition("-")[0] or slug[: SLUG_LENGTH - 10]
    return slug


def _is_there(column: str) -> models.Q:
    return models.Q(**{f"{column}__isnull": False}) & ~models.Q(**{column: ""})


def required_text(model: str, field: str) -> models.CheckConstraint:
    """English is required: the column `<field>_en` is neither NULL nor empty."""
    return models.CheckConstraint(
        name=f"{model}_{field}_in_english",
        condition=_is_there(f"{field}_en"),
        violation_error_message=_("The English text is required."),
    )


class InSomeLanguage(models.CheckConstraint):
    """A text must be there in one language at least. A form says so at the first language of `field`."""

    def __init__(self, *, field: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({f"{self.field}_{LANGUAGES[0]}": error.messages}) from None


def in_some_language(model: str, field: str) -> InSomeLanguage:
    """One at least of the columns `<field>_<language>` is neither NULL nor empty; the field itself may be blank."""
    return InSomeLanguage(
        field=field,
        name=f"{model}_{field}_in_some_language",
        condition=reduce(or_, (_is_there(f"{field}_{language}") for language in LANGUAGES)),
        violation_error_message=_("Write it in one language at least: English, Azerbaijani or Russian."),
    )


class HasAddress(models.CheckConstraint):
    """A record without a slug would have no page. Forms may leave it empty: `save` fills it."""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        pass


def has_address(model: str) -> HasAddress:
    return HasAddress(name=f"{model}_has_address", condition=~models.Q(slug=""))


def one_of(model: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Keep a closed list closed in the database too."""
    return models.CheckConstraint(
        name=f"{model}_{field}_is_known", condition=models.Q(**{f"{field}__in": choices.values})
    )


def may_publish(model: str) -> list[tuple[str, str]]:
    """The permission to decide what the public sees of a noun."""
    return [(f"publish_{model}", f"Can publish {model} and change what is public")]


class RecordQuerySet(models.QuerySet):
    """The vocabulary that every noun shares. `published()` alone says what is public."""

    def published(self) -> Self:
        return self

    def withdrawn(self) -> Self:
        """What was public and is no more, so that its address answers 410."""
        return self.none()

    def with_last_change(self) -> Self:
        """With `changed`: when the record, or something that it shows of others, last changed for the public."""
        noted = LastChange.objects.filter(noun=self.model.noun, record_id=models.OuterRef("pk"))
        # A record that was never public has its own time alone.
        return self.annotate(changed=Coalesce(models.Subquery(noted.values("changed")), models.F("modified")))


class PartQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Only what stands within a published record."""
        field = self.model._meta.get_field(self.model.within)
        # Asked whether it is among all that is published, SQLite would list those for each reading.
        whole = field.related_model.objects.published().filter(pk=models.OuterRef(field.attname))
        return self.filter(models.Exists(whole))


class Part(models.Model):
    """A row that stands within a record, to which `within` leads: it changes, and is public, with that one."""

    within: ClassVar[str]

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


class Record(models.Model):
    """A noun of the record: an immutable `uid`, a readable slug, and when it was entered and changed."""

    noun: ClassVar[str]

    uid = models.UUIDField(_("uid"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The end of the page's address. Left empty, it is made from the name. A former address leads on."),
    )
    created = models.DateTimeField(_("entered"), auto_now_add=True, editable=False)
    modified = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    class Meta:
        abstract = True

    def slug_source(self) -> str:
        """The text that an empty slug is made from."""
        raise NotImplementedError

    def get_absolute_url(self) -> str:
        return localized(f"/{self.noun}/{self.slug}/")

    def clean(self) -> None:
        super().clean()
        if self.slug in SLUGS_OF_THE_SITE:
            raise ValidationError({"slug": _("The site itself uses this address.")})
        if self.slug and self._addresses_of_others().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("This address is, or was, another record's.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if not self.slug:
                self.slug = self._free_slug()
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
            super().save(*args, **kwargs)
            # Two records that claim one address at once: the second meets the unique constraint.
            if not Address.objects.filter(noun=self.noun, slug=self.slug, record_id=self.pk).exists():
                Address.objects.create(noun=self.noun, slug=self.slug, record_id=self.pk)

    def _addresses_of_others(self) -> models.QuerySet[Address]:
        """What other records of the noun are or were called, deleted ones included."""
        addresses = Address.objects.filter(noun=self.noun)
        return addresses.exclude(record_id=self.pk) if self.pk else addresses

    def _free_slug(self) -> str:
        base = ascii_slug(self.slug_source()) or self.uid.hex[:12]
        taken = set(self._addresses_of_others().filter(slug__startswith=base).values_list("slug", flat=True))
        taken |= SLUGS_OF_THE_SITE
        count = 2
        slug = base
        while slug in taken:
            slug, count = f"{base}-{count}", count + 1
        return slug


class Named(Record):
    """A noun with a name in three languages, and a stored sort key for each."""

    name = models.CharField(_("name"), max_length=300)
    sort_key_en = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key_az = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key_ru = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return translated(self, "name")

    def slug_source(self) -> str:
        return getattr(self, "acronym_en", "") or self.name_en

    def save(self, *args: Any, **kwargs: Any) -> None:
        for language in LANGUAGES:
            name = getattr(self, f"name_{language}") or self.name_en
            setattr(self, f"sort_key_{language}", sort_key(name or "", language))
        super().save(*args, **kwargs)


def active_language() -> str:
    """The language to show content in: the active one, or English."""
    language = (get_language() or "en")[:2]
    return language if language in LANGUAGES else "en"


@keep_lazy_text
def capital(text: Any) -> str:
    """`text` with a capital at its beginning, as the active language writes it: İ, in Azerbaijani, is that of i."""
    return capitalised(str(text), active_language())


def localized(path: str) -> str:
    """A path of this site in the active language: English stands at /, the others below their code."""
    language = active_language()
    return path if language == "en" else f"/{language}{path}"


def language_to_show(held: Collection[str]) -> str:
    """In which of the languages that a text is held in it is shown: the active one, else English, else the first."""
    return next((language for language in (active_language(), *LANGUAGES) if language in held), "en")


def is_same_text(one: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    """Whether two rows say the same in `field`: in the first language that both are written in."""
    columns = (f"{field}_{language}" for language in LANGUAGES)
    shared = next((column for column in columns if one.get(column) and other.get(column)), None)
    return shared is not None and one[shared] == other[shared]


def texts_held(record: models.Model, field: str) -> dict[str, str]:
    """The text of `field` in each language in which the record holds it."""
    return {language: text for language in LANGUAGES if (text := getattr(record, f"{field}_{language}"))}


def translated(record: models.Model, field: str) -> str:
    """The text of `field` in the active language, else in English, else in the language there is."""
    held = texts_held(record, field)
    return held.get(language_to_show(held), "")


def acronym_of(record: models.Model) -> str:
    """What a record is called in short, in the active language or else in English; most nouns have no acronym."""
    return translated(record, "acronym") if hasattr(record, "acronym_en") else ""


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Every step that a state may take. What was public never becomes a draft again: its address would be lost.
STEPS = frozenset(
    {
        (State.DRAFT, State.REVIEW),
        (State.REVIEW, State.DRAFT),
        (State.DRAFT, State.PUBLISHED),
        (State.REVIEW, State.PUBLISHED),
        (State.PUBLISHED, State.WITHDRAWN),
        (State.WITHDRAWN, State.PUBLISHED),
    }
)


class PublishableQuerySet(RecordQuerySet):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def withdrawn(self) -> Self:
        return self.filter(state=State.WITHDRAWN)

    def delete(self) -> tuple[int, dict[str, int]]:
        for record in self.exclude(published_at=None)[:1]:
            record.refuse_delete()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class Publishable(models.Model):
    """A record that editors carry from draft to publication, and withdraw with a reason."""

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    state_changed_at = models.DateTimeField(_("state changed"), default=timezone.now, editable=False)
    state_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("state changed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(
        _("reason for withdrawal"),
        blank=True,
        help_text=_("Shown to readers who follow the address of a withdrawn record."),
    )
    editor_note = models.TextField(
        _("note for editors"),
        blank=True,
        help_text=_("Never shown to the public: what is uncertain, what is still to be checked."),
    )

    class Meta:
        abstract = True

    def move_to(self, state: State, *, by: Any, reason: str = "", at: Any = None) -> None:
        """Set the state, and who set it when; the caller saves. `reason` is for a withdrawal.

        Raises ValidationError where `STEPS` does not lead there.
        """
        if self.pk is not None and (State(self.state), State(state)) not in STEPS:
            raise ValidationError(_("From “%(before)s” no step leads to “%(after)s”.") % self._step_to(state))
        self.state = state
        self.state_changed_at = at or timezone.now()
        self.state_changed_by = by
        if state == State.PUBLISHED and self.published_at is None:
            self.published_at = self.state_changed_at
        if reason:
            self.withdrawal_reason_en = reason

    def _step_to(self, state: State) -> dict[str, Any]:
        return {"before": State(self.state).label, "after": State(state).label}

    def refuse_delete(self) -> None:
        raise models.ProtectedError(
            _("A record that has been published is withdrawn, not deleted: its address must go on answering."),
            {self},
        )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.published_at is not None:
            self.refuse_delete()
        return super().delete(*args, **kwargs)


def publishable_constraints(model: str) -> list[models.CheckConstraint]:
    """States are a closed list; what is or was public has its time, what is withdrawn its reason."""
    return [
        one_of(model, "state", State),
        models.CheckConstraint(
            name=f"{model}_published_has_time",
            condition=~models.Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) | models.Q(published_at__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{model}_withdrawn_has_reason",
            condition=~models.Q(state=State.WITHDRAWN)
            | (models.Q(withdrawal_reason_en__isnull=False) & ~models.Q(withdrawal_reason_en="")),
            violation_error_message=_("Say why the record is withdrawn: readers will see the reason."),
        ),
    ]
