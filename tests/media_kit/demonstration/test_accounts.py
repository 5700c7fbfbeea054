from crm.models import User
from crm.roles import Role, role_group, sync_roles
from media_kit.demonstration import accounts


def test_four_people_sign_in():
    sync_roles()

    accounts.load()

    assert User.objects.count() == 4
    assert User.objects.get(email="admin@example.org").check_password(accounts.PASSWORD)
    assert role_group(Role.COMMUNICATION).user_set.count() == 2


def test_loading_twice_keeps_a_changed_password():
    accounts.load()
    user = User.objects.get(email="admin@example.org")
    user.set_password("another one")
    user.save()

    accounts.load()

    assert User.objects.get(pk=user.pk).check_password("another one")
