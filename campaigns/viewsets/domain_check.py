"""The page that says whether the domain of our letters is ready, and what to publish."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import permission_required

from campaigns.domain_check.checking import (
    DomainRefused,
    clean_domain,
    sender_domains,
)
from campaigns.domain_check.checking import check_domain as look

LONGEST_LETTER = 200_000


class DomainForm(forms.Form):
    domain = forms.CharField(label=gettext_lazy("Domain of the sender"), max_length=253)
    selector = forms.CharField(
        label=gettext_lazy("DKIM selector"),
        required=False,
        max_length=63,
        help_text=gettext_lazy("What stands after s= in the DKIM-Signature of your mails."),
    )
    relay = forms.CharField(
        label=gettext_lazy("Mail server to allow"),
        required=False,
        max_length=253,
        help_text=gettext_lazy(
            "The name your mail host tells you to include in SPF, or its address."
        ),
    )
    received = forms.CharField(
        label=gettext_lazy("Source of a letter you received"),
        required=False,
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("It shows what your mail server signs. It is read, and not kept."),
    )

    def clean_domain(self) -> str:
        try:
            return clean_domain(self.cleaned_data["domain"])
        except DomainRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


@permission_required("campaigns.change_newsletter")
def check_domain(request: HttpRequest) -> HttpResponse:
    """Asks the DNS only when the button is pressed."""
    known = sender_domains()
    typical = {
        "domain": known[0] if known else "",
        "selector": settings.DKIM_SELECTOR,
        "relay": settings.SPF_RELAY,
    }
    form = DomainForm(request.POST or None, initial=typical)
    report = None
    if form.is_valid():
        answers: dict[str, Any] = form.cleaned_data
        report = look(
            answers["domain"],
            selector=answers["selector"],
            relay=answers["relay"],
            received=answers["received"].encode(),
        )
    context = {
        "form": form,
        "report": report,
        "known": known,
        "page_title": _("Sender's domain"),
        "header_icon": "globe",
    }
    return render(request, "campaigns/admin/domain_check.html", context)


def urls() -> list[Any]:
    return [path("letters/domain/", check_domain, name="check_domain")]
