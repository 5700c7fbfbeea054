"""What pages show of newsletters: {% newsletter_sign_up newsletter %}, the short form."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, pgettext

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter

register = template.Library()


@register.inclusion_tag("campaigns/includes/sign_up_form.html")
def newsletter_sign_up(newsletter: Newsletter) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    form = SignUpForm(newsletter=newsletter, language=language, auto_id="sign_up_%s")
    return {"newsletter": newsletter, "form": form}


@register.simple_tag
def listed(newsletters: Iterable[Newsletter]) -> str:
    """“One”, “two” and “three”, in the active language."""
    names = [pgettext("quoted", "“%s”") % newsletter.public_name for newsletter in newsletters]
    if len(names) < 2:
        return "".join(names)
    both = pgettext("list", "%(first)s and %(last)s")
    return both % {"first": ", ".join(names[:-1]), "last": names[-1]}
