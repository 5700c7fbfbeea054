from django.template import Context, Template

from campaigns.models import SendingHold

NOTICE = Template("{% load sending %}{% sending_hold %}")


def test_it_says_why_and_shows_the_way_to_administrators_only():
    SendingHold.objects.create(reason="Sauvegarde restaurée.")
    administrator = Context({"perms": {"campaigns": {"change_sendinghold": True}}})

    assert "Sauvegarde restaurée." in NOTICE.render(Context())
    assert "<a " not in NOTICE.render(Context())
    assert "<a " in NOTICE.render(administrator)


def test_it_is_silent_when_nothing_is_held():
    assert NOTICE.render(Context()).strip() == ""
