from crm.models import DatabaseIdentity
from crm.models.database_identity import new_key


def test_a_database_has_one_from_the_beginning():
    assert len(DatabaseIdentity.objects.get().key) == 32


def test_no_two_are_the_same():
    assert new_key() != new_key()
