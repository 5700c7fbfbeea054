"""What pages show of newsletters: {% newsletter_sign_up newsletter %}, the short form."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter

register = template.Library()


@register.inclusion_tag("campaigns/includes/sign_up_form.html")
def newsletter_sign_up(newsletter: Newsletter) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    form = SignUpForm(newsletter=newsletter, language=language, auto_id="sign_up_%s")
    return {"newsletter": newsletter, "form": form}
