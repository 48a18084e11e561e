"""Accounts, and the list of what was done to them."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, ManyToManyField, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..resetting import end_all_sessions, give_password, reset

_STYLE = {"all": ["admin_site/accounts.css"]}


class AccountAdmin(admin.ModelAdmin):
    """Who works at the desk. Passwords are made here, shown once, and never typed by another."""

    list_display = ("username", "full_name", "roles", "second_factor", "last_login", "is_active")
    list_filter = ("is_active", "groups", "is_superuser")
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    actions: ClassVar[None] = None

    class Media:
        css: ClassVar[dict[str, list[str]]] = _STYLE

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_factor=Exists(factors)).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, account: User) -> str:
        return account.get_full_name()

    @admin.display(description=_("groups"))
    def roles(self, account: User) -> str:
        return ", ".join(group.name for group in account.groups.all())

    @admin.display(boolean=True, description=_("second factor"))
    def second_factor(self, account: User) -> bool:
        return account.has_factor

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        entered = ["username", "first_name", "last_name", "groups"]
        if request.user.is_superuser:
            entered.append("is_superuser")
        return entered if obj is None else [*entered, "is_active", "second_factor", "last_login", "date_joined"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["second_factor", "last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _within_reach(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not change:
            obj.new_password = give_password(obj)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        only_save = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, only_save | (extra_context or {}))

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        return self._shown_once(request, obj, obj.new_password)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/reset/", wrap(self.reset_view), name="auth_user_reset"),
            path("<int:pk>/end-sessions/", wrap(self.end_sessions_view), name="auth_user_end_sessions"),
            *super().get_urls(),
        ]

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the account a new password and take its second factors away."""
        account = self._account(request, pk)
        if request.method == "POST":
            return self._shown_once(request, account, reset(account))
        does = _("The account gets a new password, loses its second factors and is signed out everywhere.")
        return self._page(request, account, "confirm_account", title=_("New password"), does=does)

    def end_sessions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sign the account out everywhere."""
        account = self._account(request, pk)
        if request.method == "POST":
            end_all_sessions(account)
            self.message_user(request, _("The account is signed out everywhere."), messages.SUCCESS)
            return redirect("admin:auth_user_change", pk)
        does = _("The account is signed out everywhere. Its password and second factors stay.")
        return self._page(request, account, "confirm_account", title=_("End all sessions"), does=does)

    def _account(self, request: HttpRequest, pk: int) -> User:
        account = self.get_object(request, str(pk))
        if account is None or not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def _shown_once(self, request: HttpRequest, account: User, password: str) -> HttpResponse:
        return self._page(request, account, "new_password", title=_("New password"), password=password)

    def _page(self, request: HttpRequest, account: User, template: str, **more: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "account": account, **more}
        return TemplateResponse(request, f"admin/auth/user/{template}.html", context)


def _within_reach(request: HttpRequest, account: User | None) -> bool:
    """An account that may do everything is changed only by another one: a new password would be a way to it."""
    return account is None or request.user.is_superuser or not account.is_superuser


class AuditAdmin(admin.ModelAdmin):
    """To read only: entries are added by the site itself, and never changed."""

    list_display = ("at", "action", "by", "about")
    list_display_links = None
    list_filter = ("action",)
    search_fields = ("by", "about")
    date_hierarchy = "at"
    show_full_result_count = False
    actions: ClassVar[None] = None

    class Media:
        css: ClassVar[dict[str, list[str]]] = _STYLE

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For those who see to accounts."""
        return request.user.has_perm("auth.change_user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
