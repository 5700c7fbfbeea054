"""MX: whether the domain takes the answers and the errors that come back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from campaigns.domain_check.findings import Check, Finding, ok, unanswered, warning, wrong
from campaigns.domain_check.names import Names, Unanswered


def check_mailboxes(domain: str, names: Names) -> Check:
    try:
        finding = _judge(domain, names.mail_exchangers(domain), names)
    except Unanswered:
        finding = unanswered()
    return Check("mx", "MX", (finding,))


def _judge(domain: str, exchangers: Sequence[str], names: Names) -> Finding:
    told = {"domain": domain}
    repair = _("Publish the MX records of the host of your mailboxes.")
    if exchangers and not any(exchangers):  # RFC 7505
        return wrong(_("%(domain)s says that it takes no mail at all.") % told, repair)
    if not exchangers:
        if names.has_address(domain):
            return warning(
                _("%(domain)s has no MX record: answers go to its web server.") % told, repair
            )
        return wrong(_("%(domain)s takes no mail: answers and errors get lost.") % told, repair)
    lost = [exchanger for exchanger in exchangers if not names.has_address(exchanger)]
    if len(lost) == len(exchangers):
        return wrong(
            _("None of the mail servers of %(domain)s exists: %(servers)s.")
            % {**told, "servers": ", ".join(lost)},
            repair,
        )
    if lost:
        return warning(
            _("These mail servers of %(domain)s do not exist: %(servers)s.")
            % {**told, "servers": ", ".join(lost)},
            _("Take them out of the MX records."),
        )
    return ok(
        _("Mail for %(domain)s goes to %(servers)s.") % {**told, "servers": ", ".join(exchangers)}
    )
