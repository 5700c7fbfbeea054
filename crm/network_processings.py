"""What the CRM does with people's data, for the register of processing."""

from django.conf import settings
from django.utils.translation import gettext as _

from crm import outbox
from crm.data_requests import LINES_KEPT, WHO_KEPT
from crm.models import DataRequest, OutgoingMail, Person, User
from crm.processings import Processing, mail_way, own_security, period, register, the_team


def register_processings() -> None:
    register(partners, system_mails, requests, accounts)


def partners() -> Processing:
    return Processing(
        name=_("Life of the network"),
        purpose=_(
            "Keep in touch with partners: meetings, what was promised, charter signatures, "
            "cooperations, interviews, the yearly report."
        ),
        legal_basis=_("Legitimate interest of the network in following its partnerships."),
        people=_("Contacts of partner organisations, facilitators, journalists."),
        data=_("Names, position and organisation, e-mail, phone, notes, meetings attended."),
        recipients=the_team(),
        kept=_(
            "As long as the relation lasts; afterwards without a name, since the yearly figures "
            "count meetings. On request, erased at once."
        ),
        security=own_security(),
        count=Person.objects.exclude(first_name="", email="", phone="").count(),
    )


def system_mails() -> Processing:
    return Processing(
        name=_("Service e-mails"),
        purpose=_("Confirmations, links asked for, invitations of colleagues, notices."),
        legal_basis=_("Needed for what the person asked for."),
        people=_("Subscribers and colleagues."),
        data=_("Address, subject, text of the mail, whether it was sent."),
        recipients=mail_way(),
        kept=_("%(period)s after it was sent.") % {"period": period(outbox.KEPT_FOR)},
        security=own_security(),
        count=OutgoingMail.objects.values("to").distinct().count(),
    )


def requests() -> Processing:
    return Processing(
        name=_("Requests about personal data"),
        purpose=_("Answer in time, and prove it."),
        legal_basis=_("Legal obligation (GDPR, articles 12 to 22)."),
        people=_("Whoever makes a request."),
        data=_("Name, address, what was asked and sent, how identity was checked, the answer."),
        recipients=_("Administrators; colleagues who write a request down."),
        kept=_(
            "Name, address and what was sent: %(who)s after the answer, at an erasure until that "
            "moment. The line itself: %(lines)s."
        )
        % {"who": period(WHO_KEPT), "lines": period(LINES_KEPT)},
        security=own_security(),
        count=DataRequest.objects.count(),
    )


def accounts() -> Processing:
    return Processing(
        name=_("Accounts of the team"),
        purpose=_("Sign colleagues in, and know who did what."),
        legal_basis=_("Legitimate interest in the safety of the data."),
        people=_("Colleagues."),
        data=_("Name, e-mail, role, second factor, what they changed and when."),
        recipients=_("Administrators; the host of the servers."),
        kept=_(
            "Until the account is removed; an invitation %(invitation)s. Failed sign-ins, "
            "as keyed hashes of the account and the machine: %(lock)s."
        )
        % {
            "invitation": period(settings.INVITATION_VALID_FOR),
            "lock": period(settings.AXES_COOLOFF_TIME),
        },
        security=own_security(),
        count=User.objects.filter(is_active=True).count(),
    )
