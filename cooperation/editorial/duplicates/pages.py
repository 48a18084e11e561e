"""The desk's pages for likely duplicates: the list to work through, two side by side, and the way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cooperation.models import Merge, NotDuplicate
from cooperation.record.snapshots import take

from ..admin.keeping import reason_of
from ..relations import as_key
from . import finding
from .choosing import choices, outcome, values_of
from .merging import MergeError, alone, kept_of, undo, why_not, why_not_undone
from .merging import merge as make_one
from .permissions import may_merge, may_undo

_BY_NOUN = {model.noun: model for model in finding.KINDS}
_MERGES_SHOWN = 50


def duplicates(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Pairs of one noun that may be the same, the likeliest first, and what was merged of it."""
    nouns = [noun for noun, model in _BY_NOUN.items() if _desk(site, model).has_view_permission(request)]
    if not nouns:
        raise PermissionDenied
    noun = request.GET.get("noun", nouns[0])
    if noun not in nouns:
        raise Http404
    model = _BY_NOUN[noun]
    if request.method == "POST":
        return _settle(site, request, model)
    merges = Merge.objects.standing().filter(noun=noun, part_of=None).order_by("-at")
    context = {
        "title": _("Likely duplicates"),
        "tabs": [(each, _BY_NOUN[each]._meta.verbose_name_plural) for each in nouns],
        "noun": noun,
        "opts": model._meta,
        "page": finding.page_of(model, as_key(request.GET.get("after"))),
        "may_settle": _desk(site, model).has_change_permission(request),
        "merges": merges[:_MERGES_SHOWN],
    }
    return _page(site, request, "duplicates", context)


def _settle(site: AdminSite, request: HttpRequest, model: type[Any]) -> HttpResponse:
    """Remember that two records are not the same."""
    if not _desk(site, model).has_change_permission(request):
        raise PermissionDenied
    one, other = (
        get_object_or_404(model, pk=as_key(pk)) for pk in (request.POST.get("one"), request.POST.get("other"))
    )
    first, second = NotDuplicate.pair(one, other)
    NotDuplicate.objects.get_or_create(
        first=first, second=second, defaults={"noun": model.noun, "by_name": request.user.get_username()}
    )
    text = _("Noted: “%(one)s” and “%(other)s” are two.") % {"one": one, "other": other}
    messages.success(request, text)
    return redirect(request.get_full_path())


def merge(site: AdminSite, request: HttpRequest, noun: str, kept: int, other: int) -> HttpResponse:
    """Two records side by side, the one that is kept first; a POST makes one of them."""
    model = _BY_NOUN.get(noun)
    if model is None:
        raise Http404
    one, two = get_object_or_404(model, pk=kept), get_object_or_404(model, pk=other)
    if not _desk(site, model).has_view_permission(request):
        raise PermissionDenied
    allowed = may_merge(site, request, one, two)
    if request.method != "POST":
        return _Sides(site, request, one, two, allowed=allowed).response()
    if not allowed:
        raise PermissionDenied
    with alone():
        return _Sides(site, request, one, two, allowed=allowed).response()


class _Sides:
    """One request for the page of two records: what each says, what was chosen, and whether it still stands."""

    def __init__(self, site: AdminSite, request: HttpRequest, kept: Any, other: Any, *, allowed: bool) -> None:
        self.site, self.request, self.kept, self.other, self.allowed = site, request, kept, other, allowed
        taken = take(kept), take(other)
        self.seen = ".".join(each.digest[:16] for each in taken)
        is_new = request.method != "POST" or request.POST.get("_seen") != self.seen
        self.is_overtaken = request.method == "POST" and is_new
        self.chosen = choices(*taken, None if is_new else request.POST)
        self.values = values_of(self.chosen, other)

    def response(self) -> HttpResponse:
        refusal = why_not(self.kept, self.other)
        if self.is_overtaken:
            messages.warning(self.request, _("One of the two was changed meanwhile. Look once more, then merge."))
        elif self.request.method == "POST" and not refusal and "_merge" in self.request.POST:
            return self._merged()
        return self._shown(refusal)

    def _merged(self) -> HttpResponse:
        try:
            made = make_one(
                self.kept, self.other, by=self.request.user, taken=self.values, reason=reason_of(self.request)
            )
        except MergeError as error:
            return self._shown(str(error))
        undo_url = reverse("admin:unmerge", args=[made.pk])
        text = format_html('{} <a href="{}">{}</a>', _("The two are one now."), undo_url, _("Undo"))
        messages.success(self.request, text)
        return redirect(f"admin:cooperation_{self.kept._meta.model_name}_change", self.kept.pk)

    def _shown(self, refusal: str) -> HttpResponse:
        changes = None
        if self.allowed and not refusal:
            try:
                changes = outcome(self.kept, self.other, self.values)
            except MergeError as error:
                refusal = str(error)
        context = {
            "title": _("Merge two records"),
            "opts": self.kept._meta,
            "kept": self.kept,
            "other": self.other,
            "noun": self.kept.noun,
            "choices": self.chosen,
            "seen": self.seen,
            "refusal": refusal,
            "allowed": self.allowed,
            "differences": changes,
            "may_swap": finding.rank(self.kept) == finding.rank(self.other),
            "reason": reason_of(self.request),
        }
        return _page(self.site, self.request, "merge", context)


def unmerge(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """What was merged, when and why; a POST makes two records of it again."""
    made = get_object_or_404(Merge, pk=pk, part_of=None)
    if not _desk(site, _BY_NOUN[made.noun]).has_view_permission(request):
        raise PermissionDenied
    allowed = may_undo(site, request, made)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied
        return _parted(request, made)
    context = {
        "title": _("Undo a merge"),
        "opts": _BY_NOUN[made.noun]._meta,
        "made": made,
        "kept": kept_of(made),
        "refusal": why_not_undone(made),
        "allowed": allowed,
    }
    return _page(site, request, "unmerge", context)


def _parted(request: HttpRequest, made: Merge) -> HttpResponse:
    try:
        back = undo(made, by=request.user, reason=reason_of(request))
    except MergeError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    messages.success(request, _("There are two records again."))
    return redirect(f"admin:cooperation_{back._meta.model_name}_change", back.pk)


def _desk(site: AdminSite, model: type[Any]) -> Any:
    return site.get_model_admin(model)


def _page(site: AdminSite, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, f"admin/cooperation/{template}.html", {**site.each_context(request), **context})
