"""Enters what a form refers to and the record does not have yet, without leaving that form."""

import json
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperation.models import Agency, AgencyKind, Event, Official, Program, Publishable, Side, Source, Topic

from ..duplicates.finding import alike
from ..entering import check, enter, known
from ..intake import latin

_NOUNS: dict[str, type[Any]] = {
    model._meta.model_name: model for model in (Official, Agency, Topic, Program, Event, Source)
}
# The least that a body needs; what it is more exactly is said on its own page.
_KINDS = {Side.UN.value: AgencyKind.OTHER_UN, Side.AZERBAIJAN.value: AgencyKind.OTHER_AZERBAIJAN}


def offer_creation(field: Field) -> None:
    """Let the field's list end with "Create …", where its editor may add what it refers to."""
    wrapper = field.widget
    if not isinstance(wrapper, RelatedFieldWidgetWrapper) or not wrapper.can_add_related:
        return
    noun = wrapper.rel.model._meta.model_name
    if noun in _NOUNS:
        wrapper.widget.attrs |= {"data-tags": "true", "data-create": json.dumps(_offer(noun))}


def _offer(noun: str) -> dict[str, Any]:
    """What the script of the form needs to know; `{text}` stands for what was typed."""
    label = _("Create “{text}”")
    choices = [{"label": label}]
    if noun == "agency":
        choices = [{"label": f"{label} ({side.label})", "side": side.value} for side in Side]
    failed = _("That could not be entered. Perhaps you are signed out: open the desk in another tab and sign in.")
    return {
        "url": reverse("admin:create", args=[noun]),
        "choices": choices,
        "begins": "https?://" if noun == "source" else "",
        "failed": failed,
    }


def create_view(site: AdminSite, request: HttpRequest, noun: str) -> HttpResponse:
    """Enter the record that the posted `text` names, or find it: its id, its name and what to know of it."""
    model = _NOUNS.get(noun)
    if model is None:
        raise Http404
    if not site.get_model_admin(model).has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    text = " ".join(request.POST.get("text", "").replace("\0", "").split())
    there = known(model, text)
    if there is not None:
        return JsonResponse(_answer(there, _("This was there already.")))
    record = _new(model, text, request.POST.get("side", ""))
    try:
        check(record)
    except ValidationError as error:
        # A name and what is made of it may be wrong in the same words.
        return JsonResponse({"error": " ".join(dict.fromkeys(error.messages))}, status=400)
    enter(site, request, record)
    return JsonResponse(_answer(record, _standing(record)))


def _new(model: type[Any], text: str, side: str) -> Model:
    if model is Source:
        return Source(url=text)
    if model is Agency:
        return Agency(name_en=text, side=side, kind=_KINDS.get(side, ""))
    if model is Official:
        # A name in Cyrillic is kept as it was written, beside the English that is proposed for it.
        name = latin(text)
        return Official(name_en=name, **({"name_ru": text} if name != text else {}))
    return model(name_en=text)


def _standing(record: Model) -> str:
    if isinstance(record, Publishable):
        return _("Entered as a draft of its own.")
    if isinstance(record, Agency | Topic):
        return _("Entered, and public at once.")
    return _("Entered. Readers see it with the first published record that names it.")


def _answer(record: Any, note: str) -> dict[str, Any]:
    opts = record._meta
    others = [pair.one if pair.other == record else pair.other for pair in alike(record)]
    if others:
        note = f"{note} {_('This may be there already:')} {', '.join(map(str, others))}"
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    return {"id": record.pk, "text": str(record), "note": note, "url": url, "more": _("Complete it")}
