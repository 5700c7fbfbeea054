from django.urls import reverse

from campaigns.models import CampaignContent


def address(campaign, locale="fr"):
    return reverse("campaign:links", args=[campaign.pk, locale])


def freeze(campaign, html="<p>La lettre</p>"):
    CampaignContent.objects.create(
        campaign=campaign, locale="fr", opens="none", clicks="anonymous", html=html, text=""
    )


def test_the_mail_is_shown_in_a_sandbox_without_scripts(campaign, alice):
    freeze(campaign)

    answer = alice.get(address(campaign))

    assert "La lettre" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "script-src 'none'" in policy


def test_a_language_it_was_not_sent_in_is_not_found(campaign, alice):
    freeze(campaign)

    assert alice.get(address(campaign, "en")).status_code == 404


def test_without_the_permission_the_mail_is_not_shown(campaign, sign_in):
    freeze(campaign)
    outsider = sign_in("eve", "reading")
    outsider.user.groups.clear()

    assert outsider.get(address(campaign)).status_code == 302
