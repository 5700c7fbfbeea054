"""What pages show of newsletters: {% newsletter_sign_up newsletter %}, the short form."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language, pgettext

from campaigns.forms.sign_up import SignUpForm
from campaigns.models import Newsletter
from campaigns.subscriptions import public_newsletters

register = template.Library()


@register.inclusion_tag("campaigns/includes/sign_up_form.html", takes_context=True)
def newsletter_sign_up(context: Context, newsletter: Newsletter) -> dict[str, Any]:
    form = _form(context, [newsletter], auto_id="sign_up_%s")
    return {"newsletter": newsletter, "form": form}


@register.inclusion_tag("campaigns/includes/whole_sign_up_form.html", takes_context=True)
def sign_up_to(context: Context, slugs: Sequence[str], number: Any) -> dict[str, Any]:
    """The whole form for these letters, or for all that are offered; `number` tells two apart."""
    return _whole_form(context, public_newsletters(slugs), number)


@register.inclusion_tag("campaigns/includes/whole_sign_up_form.html", takes_context=True)
def sign_up_at(context: Context, newsletter: Newsletter) -> dict[str, Any]:
    """The whole form of a newsletter's page: its own letter ticked, then the others on offer."""
    others = [other for other in public_newsletters() if other != newsletter]
    return _whole_form(context, [newsletter, *others], newsletter.slug, ticked=[newsletter.slug])


def _whole_form(
    context: Context, newsletters: list[Newsletter], number: Any, **ticked: Sequence[str]
) -> dict[str, Any]:
    if not newsletters:
        return {}
    form = _form(context, newsletters, auto_id=f"sign_up_{number}_%s", **ticked)
    return {"form": form, "action": _action(newsletters)}


def _form(context: Context, newsletters: list[Newsletter], **more: Any) -> SignUpForm:
    language = get_language() or settings.LANGUAGE_CODE
    request = context.get("request")
    page = request.path if request else ""
    return SignUpForm(newsletters=newsletters, language=language, page=page, **more)


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
