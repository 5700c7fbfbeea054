from campaigns.forms.trial import TrialForm, colleagues
from tests.factories.crm import UserFactory


def test_oneself_is_ticked_at_first():
    me = UserFactory()

    assert TrialForm(by=me).fields["to"].initial == [me.pk]


def test_nobody_ticked_is_refused():
    assert not TrialForm({"to": []}, by=UserFactory()).is_valid()


def test_colleagues_who_left_are_not_offered():
    gone, here = UserFactory(is_active=False), UserFactory()

    assert here in colleagues()
    assert gone not in colleagues()
