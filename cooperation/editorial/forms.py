from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cooperation.record.directions import straight

REFUSED = _(
    "Nothing was saved: this does not go with what is there already, perhaps saved by someone else in the same moment."
)


class CheckedForm(forms.ModelForm):
    """Checks the database's constraints also where they look at what the database derives.

    Marks that turn the direction of writing are left out of what was typed or pasted.
    """

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data |= {name: straight(text) for name, text in self.cleaned_data.items() if type(text) is str}
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # Django leaves out every field that is not on the form, and with it each constraint that
        # names one: an end before the start would pass, and fail in the database.
        derived = {field.name for field in self._meta.model._meta.fields if field.generated or field.primary_key}
        return super()._get_validation_exclusions() - derived


class RecordForm(CheckedForm):
    """The form of a noun. `overtaken` says why what the form would pass is not taken: others were faster."""

    overtaken: Any = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.overtaken:
            self.add_error(None, self.overtaken)
        return cleaned


class NumberedForm(CheckedForm):
    """A row with a number; where it is left empty, the formset gives the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An editor who may only look is given no fields.
        if "order" in self.fields:
            self.fields["order"].required = False

    def has_changed(self) -> bool:
        """A new row that holds nothing but its number is an empty one."""
        changed = super().has_changed()
        return changed and not (self.instance._state.adding and set(self.changed_data) <= {"order"})


class ReferringForm(CheckedForm):
    """A row that names a row of another table by its number.

    The other row may be entered on the same page and have no primary key yet. The formset puts the
    row that `number_field` names into `relation`.
    """

    number_field: str
    relation: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.current is not None:
            self.initial[self.number_field] = self.current.order

    @property
    def current(self) -> Any:
        """The row that is referred to so far."""
        known = getattr(self.instance, f"{self.relation}_id") is not None
        return getattr(self.instance, self.relation) if known else None

    def refer_to(self, row: Model | None) -> None:
        setattr(self.instance, self.relation, row)
        if self.number_field not in self.changed_data:
            self.changed_data.append(self.number_field)


class PointForm(ReferringForm, NumberedForm):
    number_field = "raised_by"
    relation = "participation"

    raised_by = forms.IntegerField(
        label=_("Raised by no."),
        required=False,
        min_value=0,
        help_text=_("The participant's number; empty for what the sides did together, or where no source says who."),
    )


class CommitmentForm(ReferringForm):
    number_field = "in_point"
    relation = "point"

    in_point = forms.IntegerField(label=_("In point no."), min_value=0, help_text=_("The point's number above."))


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("In English. Readers who follow the address of a withdrawn record see it."),
    )


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("What is still to be done. Only editors see it."),
    )
