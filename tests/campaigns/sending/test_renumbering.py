from campaigns.models import SendingHold
from campaigns.sending import epoch
from campaigns.sending.renumbering import STEP, skip_numbers
from tests.factories.campaigns import DeliveryFactory
from tests.factories.crm import SubscriberFactory


def test_no_number_is_given_twice_to_those_a_link_may_name():
    person, mail = SubscriberFactory(), DeliveryFactory()

    skip_numbers()

    assert SubscriberFactory().pk > person.pk + STEP
    assert DeliveryFactory().pk > mail.pk + STEP


def test_a_restored_backup_does_so_once():
    person = SubscriberFactory()

    epoch._hold("a backup")
    epoch._hold("the same backup")

    assert SendingHold.objects.count() == 1
    assert STEP < SubscriberFactory().pk - person.pk < 2 * STEP
