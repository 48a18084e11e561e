"""The forms of the intake: the pasted text, and the source that goes with it into the meeting's form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.models import Official, PartialDate, Source
from cooperation.models.source import WEB_SCHEMES

from . import intake
from .entering import check, known, known_source
from .forms import NumberedForm, RecordForm

_UNREADABLE = {
    "empty": _("There is no text here: paste the words of the report."),
    "large": _("This text is larger than 1 MB: paste the report alone."),
    "binary": _("This is no text: it looks like the inside of a file. Open the file and copy its words."),
}
_LANGUAGES = [("", _("find out")), ("en", _("English")), ("az", _("Azerbaijani")), ("ru", _("Russian"))]
NEW_SOURCE = ("new_source_url", "new_source_publisher", "new_source_title", "new_source_published")


class PastedForm(forms.Form):
    """A report as it is pasted; valid, it has a `reading`."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        required=False,
        error_messages={"null_characters_not_allowed": _UNREADABLE["binary"]},
        widget=forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField", "autofocus": True}),
        help_text=_(
            "The report with its headline, as plain text or copied from the page. English, Azerbaijani or Russian."
        ),
    )
    address = forms.URLField(
        label=_("Web address"), required=False, max_length=1000, assume_scheme="https",
        widget=forms.TextInput(attrs={"class": "vTextField", "inputmode": "url"}),
        help_text=_("Where the report stands. It becomes the meeting's source."),
    )  # fmt: skip
    publisher = forms.CharField(
        label=_("Publisher"), required=False, max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    published = forms.CharField(
        label=_("Published"), required=False, max_length=20, widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("2024, 2024-01 or 2024-01-11. “On Monday” is found out from the day; empty, it stays unknown."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_LANGUAGES)

    reading: intake.Reading

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address and not address.lower().startswith(tuple(f"{scheme}://" for scheme in WEB_SCHEMES)):
            raise ValidationError(_("Only addresses that begin with http:// or https:// are taken."))
        return address

    def clean_published(self) -> PartialDate | None:
        try:
            return PartialDate(written) if (written := self.cleaned_data["published"].strip()) else None
        except ValueError as error:
            raise ValidationError(error.args[0]) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._read(cleaned)
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        try:
            self.reading = intake.read(cleaned["text"], published=cleaned["published"], language=cleaned["language"])
        except intake.UnreadableError as error:
            self.add_error("text", _UNREADABLE[error.reason])


class IntakeMeetingForm(RecordForm):
    """The form of a meeting that is read from a text: with a source that is not in the record yet."""

    new_source_url = forms.URLField(
        label=_("New source"), required=False, max_length=1000, assume_scheme="https",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Entered together with the meeting. Empty it to enter none."),
    )  # fmt: skip
    new_source_publisher = forms.CharField(
        label=_("Publisher"), required=False, max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    new_source_title = forms.CharField(
        label=_("Its title"), required=False, max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    new_source_published = forms.CharField(
        label=_("Published"), required=False, max_length=10, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    language_of_source = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.new_source = self._source() if self.cleaned_data.get("new_source_url") else None
        return cleaned

    def _source(self) -> Source | None:
        """The source as it will be saved; one that is there already by this address is simply taken."""
        given = self.cleaned_data
        known = known_source(given["new_source_url"])
        if known is not None:
            return known
        source = Source(
            url=given["new_source_url"], publisher=given.get("new_source_publisher", ""),
            title=given.get("new_source_title", ""), published=given.get("new_source_published") or None,
            language=self.language_of_source,
        )  # fmt: skip
        try:
            check(source)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(
                    f"new_source_{name}" if f"new_source_{name}" in self.fields else "new_source_url", messages
                )
            return None
        return source


class NewOfficialForm(NumberedForm):
    """A participant who may be entered in the record together with the meeting."""

    new_official = forms.CharField(
        label=_("New official: name in English"), required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Enters this person with the meeting. Empty, only the reported name is kept."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name = self.cleaned_data.get("new_official")
        if name and self.cleaned_data.get("official"):
            self.add_error("new_official", _("Choose an official or enter a new one, not both."))
        elif name:
            self._check(name)
        return cleaned

    def _check(self, name: str) -> None:
        try:
            check(Official(name_en=name))
        except ValidationError as error:
            self.add_error("new_official", list(dict.fromkeys(error.messages)))

    def official_named(self, language: str) -> Official | None:
        """Who has this name already, else the new official, not saved yet, as the text in that language writes him."""
        name = self.cleaned_data.get("new_official")
        if not name:
            return None
        written = {f"name_{language}": self.instance.reported_name} if language != "en" else {}
        return known(Official, name) or Official(name_en=name, **written)
