from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.utils.translation import gettext_lazy as _

from cooperation.models import Agency, Meeting, Participation, Topic

from ..relations import OneByTyping, OneField, SomeByTyping, SomeField

_TOPICS = Meeting._meta.get_field("topics")
_AGENCY = Participation._meta.get_field("agency")


class _BulkForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Readers see it where the record is public."),
    )

    def __init__(self, site: AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, SomeField):
                field.widget = SomeByTyping(_TOPICS, site, choices=field.choices)
            elif isinstance(field, OneField):
                field.widget = OneByTyping(_AGENCY, site, choices=field.choices)


class TopicsForm(_BulkForm):
    add = SomeField(Topic.objects.all(), label=_("Topics to add"), required=False)
    remove = SomeField(Topic.objects.all(), label=_("Topics to take away"), required=False)
    field_order = ["add", "remove", "reason"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        add, remove = set(cleaned.get("add") or ()), set(cleaned.get("remove") or ())
        if not self.errors and not add | remove:
            raise forms.ValidationError(_("Choose a topic to add or to take away."))
        if add & remove:
            raise forms.ValidationError(_("A topic cannot be added and taken away at once."))
        return cleaned


class AgencyForm(_BulkForm):
    old = OneField(Agency.objects.all(), label=_("Agency or body that is named now"))
    new = OneField(Agency.objects.all(), label=_("The one to put in its place"))
    field_order = ["old", "new", "reason"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        old, new = cleaned.get("old"), cleaned.get("new")
        if old and new and old == new:
            raise forms.ValidationError(_("These are the same."))
        if old and new and old.side != new.side:
            raise forms.ValidationError(_("One of them is of the UN system, the other of Azerbaijan."))
        return cleaned
