"""Saving from the long forms what the verbs would tell: signals, and what the address names."""

from typing import Any

from django.utils import timezone
from wagtail.admin.views import generic

from crm.models import CharterSignature, Cooperation
from crm.signals import stage_changed
from crm.stages import current_stage


class CooperationEditView(generic.EditView):
    def save_instance(self) -> Cooperation:
        today = timezone.localdate()
        before = current_stage(Cooperation.objects.get(pk=self.object.pk), today)
        cooperation = super().save_instance()
        after = current_stage(Cooperation.objects.get(pk=cooperation.pk), today)
        if after and (before is None or before.stage != after.stage):
            stage_changed.send(Cooperation, cooperation=cooperation, stage=after)
        return cooperation


class SignatureCreateView(generic.CreateView):
    """?organisation=12 names who signed."""

    def get_initial_form_instance(self) -> CharterSignature:
        named = self.request.GET.get("organisation", "")
        known = named.isdecimal() and len(named) < 19
        return CharterSignature(organisation_id=int(named)) if known else CharterSignature()

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"signed_on": timezone.localdate()}
