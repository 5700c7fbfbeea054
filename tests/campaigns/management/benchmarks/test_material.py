from campaigns.management.benchmarks import material
from campaigns.management.benchmarks.sending import frozen_campaign
from campaigns.models import Delivery
from campaigns.rendering.placeholders import Slot, split
from campaigns.sending.claims import claim
from campaigns.sending.message import Mailroom


def test_a_letter_has_sixty_slots():
    chunks = [chunk for body in material.letter() for chunk in split(body)]

    assert sum(isinstance(chunk, Slot) for chunk in chunks) == 60


def test_a_mail_weighs_46_kb_and_is_the_reader_s_own():
    material.add_people(3)
    campaign = frozen_campaign("benchmark")
    mailroom = Mailroom(campaign, eight_bit=True)

    mails = [mailroom.compose(one)[1]() for one in claim(campaign.pk, "me", 3)]

    assert all(44_000 < len(mail) < 50_000 for mail in mails)
    assert len(set(mails)) == 3
    assert set(Delivery.objects.values_list("opens", "clicks")) == {("identified", "identified")}
