import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupApprovalTask, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from crm import roles
from crm.models import User
from crm.roles import Role
from media_kit.models import MailleImage


@pytest.fixture
def someone():
    def make(role: str) -> User:
        user = User.objects.create_user(f"{role}@example.org", "long-enough-secret")
        roles.give_role(user, role)
        return user

    return make


@pytest.mark.parametrize("role", Role)
def test_every_role_enters_the_admin(someone, role):
    assert someone(role).has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("role", Role)
def test_every_permission_a_role_was_granted_exists(role):
    held = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in roles.role_group(role).permissions.select_related("content_type")
    }

    assert roles.granted(role) - held == set()


@pytest.mark.parametrize(
    ("role", "may_view", "may_change"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.COMMUNICATION, True, False),
        (Role.PARTNERSHIPS, True, True),
        (Role.READING, True, False),
    ],
)
def test_who_sees_and_who_changes_a_meeting(someone, role, may_view, may_change):
    user = someone(role)

    assert user.has_perm("crm.view_meeting") is may_view
    assert user.has_perm("crm.change_meeting") is may_change


@pytest.mark.parametrize("role", Role)
def test_only_administrators_manage_accounts(someone, role):
    assert someone(role).has_perm("crm.change_user") is (role == Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
def test_who_publishes_pages(someone, role):
    root = Page.objects.get(depth=1)

    may_publish = root.permissions_for_user(someone(role)).can_publish_subpage()

    assert may_publish is (role in (Role.ADMINISTRATOR, Role.COMMUNICATION))


@pytest.mark.parametrize("role", Role)
def test_who_adds_images(someone, role):
    policy = CollectionOwnershipPermissionPolicy(
        MailleImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )

    user = someone(role)

    assert policy.user_has_permission(user, "choose")
    assert policy.user_has_permission(user, "add") is (
        role in (Role.ADMINISTRATOR, Role.COMMUNICATION)
    )


def test_no_group_but_our_own():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.GROUP_NAMES.values())


def test_pages_are_reviewed_by_our_roles():
    reviewers = {
        group.name for task in GroupApprovalTask.objects.all() for group in task.groups.all()
    }

    assert reviewers == {"Administration", "Communication"}


def test_a_second_sync_changes_nothing():
    def state():
        return (
            Group.permissions.through.objects.count(),
            sum(g.page_permissions.count() for g in Group.objects.all()),
            sum(g.collection_permissions.count() for g in Group.objects.all()),
        )

    before = state()
    call_command("migrate", verbosity=0)

    assert state() == before
    assert before[0] > 20


def test_what_a_person_added_by_hand_stays():
    group = roles.role_group(Role.READING)
    extra = Permission.objects.get(codename="change_meeting")
    group.permissions.add(extra)

    roles.sync_roles()

    assert extra in group.permissions.all()


def test_a_database_without_pages_still_gets_its_roles():
    Page.objects.all().delete()
    Collection.objects.all().delete()

    roles.sync_roles()

    assert roles.role_group(Role.READING).permissions.exists()


def test_an_unknown_role_cannot_be_granted_anything():
    with pytest.raises(ValueError, match="gardener"):
        roles.grant("gardener", "crm.add_meeting")
