"""What pages show of newsletters: {% newsletter_sign_up newsletter %}, the short form."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, pgettext

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter
from campaigns.subscriptions import public_newsletters

register = template.Library()


@register.inclusion_tag("campaigns/includes/sign_up_form.html")
def newsletter_sign_up(newsletter: Newsletter) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    form = SignUpForm(newsletters=[newsletter], language=language, auto_id="sign_up_%s")
    return {"newsletter": newsletter, "form": form}


@register.inclusion_tag("campaigns/includes/whole_sign_up_form.html")
def sign_up_to(slugs: Sequence[str], number: Any) -> dict[str, Any]:
    """The whole form for these letters, or for all that are offered; `number` tells two apart."""
    newsletters = public_newsletters(slugs)
    if not newsletters:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    form = SignUpForm(newsletters=newsletters, language=language, auto_id=f"sign_up_{number}_%s")
    return {"form": form, "action": _action(newsletters)}


def _action(newsletters: list[Newsletter]) -> str:
    only = newsletters[0].slug
    return (
        reverse("subscribe_to_several") if newsletters[1:] else reverse("subscribe", args=[only])
    )


@register.simple_tag
def listed(newsletters: Iterable[Newsletter]) -> str:
    """“One”, “two” and “three”, in the active language."""
    names = [pgettext("quoted", "“%s”") % newsletter.public_name for newsletter in newsletters]
    if len(names) < 2:
        return "".join(names)
    both = pgettext("list", "%(first)s and %(last)s")
    return both % {"first": ", ".join(names[:-1]), "last": names[-1]}
