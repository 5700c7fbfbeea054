from django.urls import reverse

from crm.models import SubscriberTag


def test_a_topic_has_a_name_in_every_language(sign_in):
    form = {"name": "Formations", "is_topic": "on", "name_en": "Training"}

    answer = sign_in("alice").post(reverse("topic:add"), form)

    topic = SubscriberTag.objects.get()
    assert answer.status_code == 302
    assert (topic.is_topic, topic.names) == (True, {"en": "Training"})


def test_its_names_are_shown_again(sign_in):
    topic = SubscriberTag.objects.create(name="Formations", names={"en": "Training"})

    answer = sign_in("alice").get(reverse("topic:edit", args=[topic.pk]))

    assert 'value="Training"' in answer.content.decode()


def test_reading_is_not_editing(sign_in):
    url = reverse("topic:index")

    assert sign_in("carol", "reading").get(url).status_code == 302
    assert sign_in("alice").get(url).status_code == 200
