"""Wagtail's area of staff accounts, where accounts are invited rather than made."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.users.views import users as wagtail_users

from crm import invitations
from crm.forms.account import InvitationForm, StaffForm
from crm.models import User
from crm.tasks import send_outgoing_mails


class IndexView(wagtail_users.IndexView):
    add_item_label = gettext_lazy("Invite someone")

    @cached_property
    def columns(self) -> list[Column]:
        columns = [c for c in super().columns if c.name not in ("is_superuser", "email")]
        groups = Column("groups", label=gettext_lazy("Role"), accessor=_group_names)
        email = Column("email", label=gettext_lazy("Email"), sort_key="email")
        return [*columns[:2], email, groups, *columns[2:]]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


def _group_names(user: User) -> str:
    names = [group.name for group in user.groups.all()]
    if user.is_superuser:
        names.insert(0, _("Technical administration"))
    return ", ".join(names)


class InviteView(wagtail_users.CreateView):
    page_title = gettext_lazy("Invite someone")
    submit_button_label = gettext_lazy("Send the invitation")
    success_message = gettext_lazy("The invitation to %(object)s is on its way.")
    error_message = gettext_lazy("No invitation has left yet: look at the fields marked below.")

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def save_instance(self) -> User:
        user = invitations.invite(**self.form.cleaned_data, by=self.request.user)
        transaction.on_commit(send_outgoing_mails)
        return user


class EditView(wagtail_users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"may_make_superusers": self.request.user.is_superuser}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        awaited = invitations.awaits_invitation(self.object)
        return super().get_context_data(**kwargs) | {"awaits_invitation": awaited}


@require_POST
def send_invitation_again(request: HttpRequest, pk: int) -> HttpResponse:
    if not policy_registry.get_by_type(User).user_has_permission(request.user, "add"):
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk, is_active=True)
    if invitations.awaits_invitation(user):
        inviter: Any = request.user
        with transaction.atomic():
            invitations.send_invitation(user, by=inviter)
            transaction.on_commit(send_outgoing_mails)
        messages.success(request, _("A new invitation is on its way."))
    return redirect(reverse("wagtailusers_users:edit", args=[pk]))


class UserViewSet(wagtail_users.UserViewSet):
    index_view_class = IndexView
    add_view_class = InviteView
    edit_view_class = EditView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "crm/staff_edit.html"

    def get_form_class(self, for_update: bool = False) -> type:
        return StaffForm if for_update else InvitationForm

    def get_urlpatterns(self) -> list:
        again = path("invite/<int:pk>/", send_invitation_again, name="invite_again")
        return [*super().get_urlpatterns(), again]
