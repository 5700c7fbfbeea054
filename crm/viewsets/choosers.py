"""Choosing an organisation or a person in any admin form, or making a new one on the way."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from crm.models import Organisation, Person


class OrganisationChooserViewSet(ChooserViewSet):
    model = Organisation
    name = "organisation_chooser"
    icon = "site"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    edit_item_text = _("Edit this organisation")
    creation_tab_label = _("New organisation")
    create_action_label = _("Create")
    form_fields = ["name", "short_name", "kind", "city"]


class PersonChooserViewSet(ChooserViewSet):
    model = Person
    name = "person_chooser"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose somebody else")
    edit_item_text = _("Edit this person")
    creation_tab_label = _("New person")
    create_action_label = _("Create")
    form_fields = ["first_name", "last_name", "email", "phone"]
