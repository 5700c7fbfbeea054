import pytest

from campaigns.importing.columns import guess, plain, recognise, repeated
from campaigns.importing.report import ImportRefused


@pytest.mark.parametrize("title", ["E-mail", " Adresse e-mail ", "COURRIEL", "email_address"])
def test_the_usual_names_of_an_address_are_known(title):
    assert recognise([title]) == ({"email": 0}, [])


def test_unused_columns_are_named():
    assert recognise(["email", "Ville "]) == ({"email": 0}, ["Ville"])


def test_a_mapping_says_which_column_is_which():
    places, _unused = recognise(["contact", "who"], {"contact": "email", "who": "first_name"})

    assert places == {"email": 0, "first_name": 1}


@pytest.mark.parametrize(
    ("header", "mapping", "told"),
    [
        (["email", "courriel"], {}, "email"),
        (["nom"], {}, "email"),
        (["zoe@example.org"], {}, "first row"),
        (["email"], {"email": "shoe_size"}, "shoe_size"),
        (["email"], {"contact": "email"}, "contact"),
    ],
)
def test_a_header_that_will_not_do_is_refused_with_a_sentence(header, mapping, told):
    with pytest.raises(ImportRefused, match=told):
        recognise(header, mapping)


def test_accents_capitals_and_blanks_make_no_difference():
    assert plain(" Côtes-d'Armor ") == plain("COTES D ARMOR") == "cotes_d_armor"


LISTMONK = ["subscriber_id", "uuid", "email", "name", "attributes", "status", "created_at"]
MAILCHIMP = ["Email Address", "First Name", "Last Name", "MEMBER_RATING", "OPTIN_TIME"] + [
    *("CONFIRM_TIME", "UNSUB_TIME", "CLEAN_TIME", "NOTES", "TAGS")
]
BREVO = ["CONTACT ID", "EMAIL", "NOM", "PRENOM", "SMS", "DOUBLE_OPT-IN", "EMAIL_BLACKLISTED"]
MAILJET = ["Email", "name", "firstname", "Unsubscribed"]
HUBSPOT = ["Record ID", "First Name", "Last Name", "Email", "Preferred language"] + [
    "Unsubscribed from all email"
]


@pytest.mark.parametrize(
    ("header", "known"),
    [
        (LISTMONK, {"email", "name", "status"}),
        (MAILCHIMP, {"email", "first_name", "last_name", "agreed_on", "tags", "left"}),
        (BREVO, {"email", "last_name", "first_name", "left"}),
        (MAILJET, {"email", "name", "first_name", "left"}),
        (HUBSPOT, {"email", "first_name", "last_name", "language", "left"}),
    ],
)
def test_exports_of_other_tools_are_recognised(header, known):
    assert set(guess(header).values()) - {""} == known
    assert recognise(header, guess(header))[0]["email"] is not None


def test_every_column_that_says_somebody_left_counts():
    assert repeated(MAILCHIMP)["left"] == [6, 7]
    assert repeated(["email", "Partis"], {"Partis": "left"})["left"] == [1]


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Opted out of email: Lettre du mois", "left"),
        ("hs_email_optout_6125111", "left"),
        ("Email Address Quarantined", "left"),
        ("IsUnsubscribed", "left"),
        ("IsExcludedFromCampaigns", "left"),
        ("is_excluded", "left"),
        ("Exclusion list", "left"),
        ("Désabonné(e)", "left"),
        ("Désabonné le", "left"),
        ("Date de désinscription", "left"),
        ("Ne plus contacter", "left"),
        ("BLACKLIST EMAIL", "left"),
        ("Motif de hard bounce d’e-mail", "left"),
        ("Date of opt-out", "left"),
        ("BLACKLIST SMS", ""),
        ("Lien de désinscription", ""),
        ("subscribed", "status"),
        ("Abonné", "status"),
        ("OPT_IN", "status"),
        ("Newsletter", "status"),
        ("Subscription status", "status"),
        ("Statut de l’abonnement", "status"),
        ("Statut marital", ""),
        ("Lead Status", ""),
    ],
)
def test_departures_told_by_other_tools_are_known_by_their_titles(title, column):
    assert guess(["email", title])[title] == column


def test_several_statuses_are_each_looked_at():
    header = ["email", "status", "Subscription status"]

    assert recognise(header)[0] == {"email": 0}
    assert repeated(header)["status"] == [1, 2]


def test_a_column_may_be_left_aside_by_hand():
    assert recognise(["email", "courriel"], {"courriel": ""}) == ({"email": 0}, ["courriel"])


def test_of_two_columns_alike_the_first_is_proposed():
    assert guess(["email", "courriel"]) == {"email": "email", "courriel": ""}
