"""{% sending_hold %}: the sentence that says why nothing leaves, on every screen that sends."""

from typing import Any

from django import template
from django.template import Context

from campaigns.sending.epoch import held

register = template.Library()


@register.inclusion_tag("campaigns/admin/hold_notice.html", takes_context=True)
def sending_hold(context: Context) -> dict[str, Any]:
    return {"hold": held(), "perms": context.get("perms")}
