import pytest
from django.utils.text import capfirst
from django.utils.translation import override

from crm.erasure import registered
from crm.models import Consent, Subscriber, TaggedSubscriber
from crm.telling import has_own_name, label_of, language_name, table_name, told, told_fields
from tests.factories.crm import SubscriberFactory


def speaks(field) -> bool:
    """Its label is no name of the program's."""
    return (
        has_own_name(field)
        or field.related_model is not None
        or label_of(field) != capfirst(field.verbose_name)
    )


@pytest.mark.parametrize("model", registered(), ids=lambda model: model._meta.label)
def test_whatever_is_told_of_a_person_is_called_by_words(model):
    assert [field.name for field in told_fields(model) if not speaks(field)] == []


def test_what_serves_programs_alone_is_not_told():
    told_of_her = told(SubscriberFactory(email="Alice@example.org", language="en"))

    assert "Alice@example.org" in told_of_her.values()
    assert not {"alice@example.org", "en"} & set(told_of_her.values())
    assert told_of_her["Langue"] == "Anglais"


def test_what_points_elsewhere_is_called_by_what_it_points_to():
    with override("fr"):
        assert label_of(TaggedSubscriber._meta.get_field("tag")) == "Étiquette d’abonné"
        assert label_of(Consent._meta.get_field("subscriber")) == "Abonné"


def test_a_table_has_the_name_of_its_rows_or_one_of_its_own():
    with override("fr"):
        assert (table_name(Subscriber), table_name(TaggedSubscriber)) == ("Abonnés", "Étiquettes")


def test_a_language_that_the_house_does_not_speak_keeps_its_code():
    assert language_name("br") == "br"
