"""The tables of a form: how many rows they take, and rows of one meeting that name each other by number.

Points name the participant who spoke, commitments the point that they were made in. Numbers are
what the editor sees; a row that is already stored keeps what it refers to when only numbers change.
"""

from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cooperation.models import Participation, Point

from .forms import ReferringForm

# The rows of one submitted page that will be there after the save, by their model.
Rows = dict[type[Model], list[ModelForm]]
# Several times as many as any report has given a meeting.
NEW_ROWS = 50


class BoundedFormSet(BaseInlineFormSet):
    """As many rows as are stored, and some more: a browser only claims how many it sends, and each is work.

    However many a record has, its form can be saved, and takes further rows with each save.
    """

    default_error_messages = BaseInlineFormSet.default_error_messages | {
        "too_many_forms": ngettext_lazy(
            "This table takes %(num)d row at once. Save what stands here, and add the others then.",
            "This table takes %(num)d rows at once. Save what stands here, and add the others then.",
            "num",
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absolute_max = len(self.get_queryset()) + self.extra + NEW_ROWS
        # Nought where nobody may add one.
        self.max_num = min(self.max_num, self.absolute_max)


class RowFormSet(BoundedFormSet):
    """Rows that know the other rows of the page, and are deleted after those that refer to them."""

    model: type[Model]

    def __init__(self, *args: Any, rows: Rows, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            self._refuse_of_others(form)
        self.rows[self.model] = [form for form in self.forms if self._stays(form)]

    def _refuse_of_others(self, form: ModelForm) -> None:
        """Django takes the key of any row, passes over one of another meeting, and would leave ours referring to it."""
        key = self._pk_field.name
        if form.instance._state.adding and key not in form.errors:
            form.add_error(key, form.fields[key].error_messages["invalid_choice"])

    def _stays(self, form: ModelForm) -> bool:
        filled = not form.instance._state.adding or form.has_changed()
        return filled and not self._should_delete_form(form)

    def delete_existing(self, obj: Model, commit: bool = True) -> None:
        """Only noted, in `deleted_objects`: `delete_noted` follows when the other rows are saved."""

    def delete_noted(self) -> None:
        for row in self.deleted_objects:
            row.delete()


class NumberedFormSet(RowFormSet):
    """Rows with numbers, each given once; empty ones follow on."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if index is None:
            return kwargs | {"initial": {"order": None}}
        if index >= self.initial_form_count() and not self.is_bound:
            return kwargs | {"initial": {"order": self._highest_stored() + 1 + index - self.initial_form_count()}}
        return kwargs

    def _highest_stored(self) -> int:
        return max((row.order for row in self.get_queryset()), default=0)

    def clean(self) -> None:
        super().clean()
        taken: set[int] = set()
        unnumbered = []
        for form in self.rows[self.model]:
            number = form.cleaned_data.get("order")
            if number in taken:
                form.add_error("order", _("Two rows have the number %(number)s.") % {"number": number})
            elif number is not None:
                taken.add(number)
            elif "order" not in form.errors:
                unnumbered.append(form)
        for number, form in enumerate(unnumbered, max(taken, default=0) + 1):
            form.instance.order = number


class ParticipationFormSet(NumberedFormSet):
    def clean(self) -> None:
        super().clean()
        # A row that goes is deleted last, so nobody takes its place: it is left instead.
        seen = {_who(form.instance) for form in self.initial_forms if self._should_delete_form(form)}
        for form in self.rows[self.model]:
            who = _who(form.instance)
            if form.instance.agency_id and who in seen:
                form.add_error(None, _("This participant is there already."))
            seen.add(who)


def _who(row: Participation) -> tuple:
    """What no two participants of a meeting share; the database holds to the same."""
    if row.official_id:
        return row.agency_id, row.official_id
    return row.agency_id, None, row.reported_name, row.reported_title_en or ""


class ReferringFormSet(RowFormSet):
    """Rows that name a row of `refers_to`, a table that stands before this one on the page."""

    refers_to: type[Model]
    not_found: Any

    def clean(self) -> None:
        super().clean()
        for form in self.rows[self.model]:
            if form.number_field not in form.errors:
                self._resolve(form)

    def _resolve(self, form: ReferringForm) -> None:
        number = form.cleaned_data.get(form.number_field)
        rows = [row.instance for row in self.rows.get(self.refers_to, ())]
        if form.number_field not in form.changed_data and (number is None or form.current in rows):
            return
        named = next((row for row in rows if row.order == number), None)
        if number is not None and named is None:
            form.add_error(form.number_field, self.not_found % {"number": number})
        else:
            form.refer_to(named)


class PointFormSet(ReferringFormSet, NumberedFormSet):
    refers_to = Participation
    not_found = _("There is no participant no. %(number)s on this page.")


class CommitmentFormSet(ReferringFormSet):
    refers_to = Point
    not_found = _("There is no point no. %(number)s on this page.")
