"""What every form of the editors has: relations found by typing, English first, no lost work."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.forms import BaseInlineFormSet, Field, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.translator import translator

from cooperation.models.base import LANGUAGES, active_language, capital
from cooperation.record.search import matching

from ..beside.creating import offer_creation
from ..forms import REFUSED, CheckedForm, RecordForm
from ..formsets import BoundedFormSet
from ..relations import CheckedList, OneByTyping, OneField, SomeByTyping, SomeField, choose_keys_only
from .deletion import GuardedDelete
from .history import History
from .keeping import Keeping
from .permissions import PartOfRecord
from .telling import Telling
from .unsaved import Unsaved

_LANGUAGE_NAMES = dict(settings.LANGUAGES)


class EditorForm(BaseModelAdmin):
    """Fields as editors get them, on a page of their own and in a row of another."""

    form = CheckedForm
    # By field name: what the editor should know, where the model's own help does not say it.
    help_texts: ClassVar[dict[str, Any]] = {}
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    class Media:
        # After the script that the lists are made by, and before the page is there and they are made.
        js = ["admin/js/jquery.init.js", "admin_site/creating.js", "admin_site/keyboard.js", "admin_site/languages.js"]
        css = {"all": ["admin_site/editorial.css"]}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation: no list here is short enough to scroll."""
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [field.name for field in fields if field.is_relation and field.editable]

    def formfield_for_foreignkey(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        widget = OneByTyping(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, form_class=OneField, widget=widget, **kwargs)

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        widget = SomeByTyping(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, form_class=SomeField, widget=widget, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.help_text = self.help_texts.get(db_field.name, field.help_text)
            field.label = _label(db_field)
            if getattr(db_field, "language", "en") != "en":
                field.help_text = ""
            _keep_icons_few(field)
            offer_creation(field)
        return field


def _label(field: models.Field) -> Any:
    """The name of a field, with its language where that is not plain."""
    original = getattr(field, "translated_field", None)
    if original is None:
        return capital(field.verbose_name)
    named = field.language != "en" or active_language() != "en"
    label = capital(original.verbose_name)
    return f"{label} ({_LANGUAGE_NAMES[field.language]})" if named else label


def _labels(model: type[models.Model]) -> dict[str, Any]:
    """Django asks for these where a field may only be read, and so has none in the form."""
    return {field.name: _label(field) for field in (*model._meta.fields, *model._meta.many_to_many)}


def _keep_icons_few(field: Field) -> None:
    """Leave only "add" beside a relation: to change or delete has no place in another record's form."""
    if isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = field.widget.can_view_related = field.widget.can_delete_related = False


def other_languages(model: type[models.Model], *extra: str) -> tuple[Any, dict[str, Any]]:
    """A closed fieldset with what is held in Azerbaijani and Russian, and with the `extra` fields."""
    texts = [name for name in translator.get_options_for_model(model).fields if name != "withdrawal_reason"]
    lines = [tuple(f"{name}_{language}" for language in LANGUAGES if language != "en") for name in texts]
    title = _("More, Azerbaijani and Russian") if extra else _("Azerbaijani and Russian")
    return title, {"classes": ["collapse"], "fields": [*extra, *lines]}


class PlainAdmin(EditorForm, Unsaved, GuardedDelete, History, Keeping):
    """A page for what is held in one language. A form that the database refuses keeps what was typed."""

    form = RecordForm
    list_per_page = 50

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Another save came between this form's checks and its writing. Checked once more, the
            # form names the field where it can, and is never taken.
            request.overtaken = REFUSED
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        choose_keys_only(request)
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedList

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **{"labels": _labels(self.model)} | kwargs)
        form.overtaken = getattr(request, "overtaken", "")
        return form


class RecordAdmin(Telling, PlainAdmin, TranslationAdmin):
    """A page for a noun of the record."""

    # Makes the search box appear; what is searched is the record's own index.
    search_fields = ["slug"]
    search_help_text = _("Any spelling: aliyev, eliyev and Əliyev find the same. The last word may be cut.")

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        return matching(queryset, search_term), False

    def view_on_site(self, record: models.Model) -> str | None:
        """The public page, where there is one."""
        public = type(record)._default_manager.published().filter(pk=record.pk).exists()
        return record.get_absolute_url() if public else None

    @admin.display(description=_("name"), ordering="sort_key_en")
    def english_name(self, record: Any) -> str:
        return record.name_en


class PartInline(EditorForm, PartOfRecord):
    """A table of another record's form."""

    formset = BoundedFormSet

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # Django's script, which adds a row, writes it with a capital of no language.
        self.verbose_name = capital(self.verbose_name)

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        return super().get_formset(request, obj, **{"labels": _labels(self.model)} | kwargs)


class RowInline(PartInline, TranslationStackedInline):
    """A row of another record's form, its fields side by side."""

    extra = 0
    classes = ["rows"]

    def get_extra(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> int:
        """Empty rows wait only in a new record's form."""
        return 0 if obj is not None and obj.pk else self.extra


class PlainInline(PartInline, admin.TabularInline):
    extra = 0
