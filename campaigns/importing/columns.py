"""Which column of a file is which of ours: by its usual names, or by a mapping given."""

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from campaigns.importing.report import ImportRefused

# What listmonk, Mailchimp, Brevo, Mailjet and HubSpot call theirs in an export is among them:
# knowledge.hubspot.com/contacts/hubspots-default-contact-properties (labels, and their hs_ names),
# dev.mailjet.com/email/reference/contacts/contact (IsExcludedFromCampaigns).
NAMES = {
    "email": "email e_mail mail courriel adresse_email adresse_e_mail adresse_mail "
    "email_address adresse_electronique adresse_de_messagerie",
    "first_name": "first_name firstname prenom given_name fname",
    "last_name": "last_name lastname nom nom_de_famille surname family_name lname",
    "name": "name full_name nom_complet prenom_et_nom",
    "language": "language langue lang locale preferred_language langue_preferee",
    "territory": "territory territoire departement dept code_departement department",
    "tags": "tags tag etiquettes etiquette",
    "open_tracking": "open_tracking suivi_des_ouvertures",
    "click_tracking": "click_tracking suivi_des_clics",
    "agreed_on": "agreed_on confirm_time date_d_inscription date_inscription inscrit_le "
    "subscribed_at opt_in_date optin_date",
    "status": "status statut contact_status email_marketing subscribed is_subscribed abonne "
    "subscribed_to_emails active_subscription "
    "abonnee abonne_e inscrit inscrite inscrit_e opt_in opted_in newsletter infolettre "
    "lettre_d_information consentement consent",
    "left": "unsub unsubscribed unsub_time clean_time bounce unsubscribed_at is_unsubscribed "
    "desinscrit desinscription unsubscribed_from_all_email opted_out_of_email_all_emails "
    "email_hard_bounce_reason portal_bounce portal_unsubscribe portal_spam_report global_bounce "
    "email_address_quarantined hs_email_quarantined invalid_email_address hs_email_bad_address "
    "blacklisted blocklisted email_blacklisted email_blocklisted blacklist "
    "is_excluded is_excluded_from_campaigns excluded exclusion_list liste_d_exclusion exclu "
    "on_hold deactivated email_disabled is_spam_complaining is_opt_in_pending hard_bounce bounced "
    "complained marketing_information",
}
COLUMN_OF = {
    name.replace("_", ""): column for column, names in NAMES.items() for name in names.split()
}
# One column a subscription type (“Opted out of email: Monthly letter”, hs_email_optout_1234), and
# what people type themselves: “Désabonné(e)”, “Désinscrit le”, “Ne plus contacter”.
LEFT = re.compile(
    r"(?:.*\b)?(?:unsub|desabonn|desinscri|(?:hs email )?opt(?:ed)? ?out|black ?list|block ?list"
    r"|(?:hard )?bounced?\b|complain|plainte|spam\b"
    r"|(?:ne (?:plus|pas)|do not|dont) (?:\w+ )?(?:contact|mail|email|ecrire|envoyer))"
)
# Of another way than mail, of an error that passes, or a link that everybody has
NOT_LEAVING = re.compile(
    r"\b(?:sms|whatsapp|phone|telephone|soft|links?|liens?|url|token|count|nombre|score)\b"
)
# “Subscription status”, “Statut de l’abonnement”; a civil status is none of these.
STATUS = re.compile(
    r"(?=.*\b(?:e?mail|courriel|contact|subscri|abonn|inscri|consent|newsletter|lettre|list"
    r"|opt(?:in|out|ed)?\b)).*\b(?:status|statut)\b"
)
# Of these a file may hold several: each may say that the person is not to be mailed.
REPEATED = ("left", "status")
UNUSED = ""


def plain(text: str) -> str:
    """Without accents, capitals, nor any difference between blanks, hyphens and underscores."""
    straight = text.replace("\u2019", "'")
    letters = unicodedata.normalize("NFKD", straight).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def column_of(title: str) -> str:
    """Ours that this title names; empty when it names none."""
    name = plain(title)
    if known := COLUMN_OF.get(name.replace("_", "")):
        return known
    words = name.replace("_", " ")
    if LEFT.match(words) and not NOT_LEAVING.search(words):
        return "left"
    return "status" if STATUS.match(words) else UNUSED


def recognise(
    header: list[str], mapping: Mapping[str, str] | None = None
) -> tuple[dict[str, int], list[str]]:
    """Our columns with their place, and the file's that stay unused."""
    chosen = _chosen(mapping or {}, header)
    places: dict[str, int] = {}
    unused = []
    for place, title in enumerate(header):
        column = chosen.get(title.strip(), column_of(title))
        if not column:
            unused.append(title.strip())
        elif column in REPEATED:
            continue
        elif column in places:
            raise ImportRefused(
                _("Two columns hold the same thing (%(column)s): keep one of them.")
                % {"column": column}
            )
        else:
            places[column] = place
    if "email" not in places:
        raise ImportRefused(_no_email(header))
    return places, unused


def repeated(header: list[str], mapping: Mapping[str, str] | None = None) -> dict[str, list[int]]:
    """Where the file says that somebody left, bounced or complained at the tool it comes from."""
    chosen = _chosen(mapping or {}, header)
    columns = [chosen.get(title.strip(), column_of(title)) for title in header]
    return {
        column: [place for place, found in enumerate(columns) if found == column]
        for column in REPEATED
    }


def guess(header: list[str]) -> dict[str, str]:
    """What each column would be by its name, to be looked at; of two alike the first counts."""
    guessed: dict[str, str] = {}
    for title in map(str.strip, header):
        column = column_of(title)
        is_taken = column in guessed.values() and column not in REPEATED
        guessed.setdefault(title, UNUSED if is_taken else column)
    return guessed


def _chosen(mapping: Mapping[str, str], header: list[str]) -> dict[str, str]:
    titles = {title.strip() for title in header}
    for title, column in mapping.items():
        if column not in (*NAMES, UNUSED):
            raise ImportRefused(
                _("The mapping names a column that does not exist here: %(column)s.")
                % {"column": column}
            )
        if title not in titles:
            raise ImportRefused(
                _("The mapping names a column that the file does not have: %(column)s.")
                % {"column": title}
            )
    return dict(mapping)


def _no_email(header: list[str]) -> str:
    if any("@" in title for title in header):
        return _("The first row must hold the names of the columns, one of them “email”.")
    return _("No column holds the addresses: name one of them “email”.")
