"""The four roles of the staff, each a Wagtail group, and what each of them may do.

Apps say what a role may do by `grant()` in their AppConfig.ready(); `sync_roles()` writes it into
the groups after each migrate. It only ever adds: what a person gave a group by hand stays.
"""

from collections import defaultdict
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from crm.models import User


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administration")
    COMMUNICATION = "communication", _("Communication")
    PARTNERSHIPS = "partnerships", _("Partnerships")
    READING = "reading", _("Reading")


# Wagtail shows a group by its name and nothing else, so the names are French, whatever
# LANGUAGE_CODE says; code asks for the role. A renamed group is made anew at the next migrate.
GROUP_NAMES = {
    Role.ADMINISTRATOR: "Administration",
    Role.COMMUNICATION: "Communication",
    Role.PARTNERSHIPS: "Partenariats",
    Role.READING: "Lecture",
}
ACTIONS = ("view", "add", "change", "delete")
# On the whole tree of pages, and on the root of the image and document collections.
PAGES = {
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    Role.COMMUNICATION: ("add", "change", "publish", "lock", "unlock"),
}
KEEPERS = ("add", "change", "choose")
COLLECTIONS = {
    Role.ADMINISTRATOR: KEEPERS,
    Role.COMMUNICATION: KEEPERS,
    Role.PARTNERSHIPS: ("choose",),
    Role.READING: ("choose",),
}
# An administrator may do everything in these apps: ours, and those of Wagtail that have screens.
ADMINISTERED = (
    *("crm", "campaigns", "cms", "media_kit", "auth", "wagtailcore", "wagtailredirects"),
    *("wagtailsearchpromotions", "wagtailforms", "wagtail_localize", "taggit"),
)
NETWORK = (
    *("organisation", "organisationlink", "partnerfamily", "chartersignature", "person"),
    *("position", "territory", "cooperation", "cooperationstage", "facilitator", "citizenteam"),
    *("meeting", "participation", "agendaitem", "decision", "followupgroup", "followup"),
    *("trainingsession", "keyfigure", "keyfigurereading"),
)
PRESS = ("interview", "oped", "pressmention", "presscount", "publictalk")

_granted: dict[Role, set[str]] = defaultdict(set)


def grant(role: str, *permissions: str) -> None:
    """`grant("partnerships", "crm.add_meeting", "crm.change_meeting")`"""
    _granted[Role(role)].update(permissions)


def grant_models(
    role: str, app_label: str, *models: str, actions: tuple[str, ...] = ACTIONS
) -> None:
    grant(role, *(f"{app_label}.{action}_{model}" for model in models for action in actions))


def granted(role: str) -> frozenset[str]:
    return frozenset(_granted[Role(role)])


def role_group(role: str) -> Group:
    return Group.objects.get_or_create(name=GROUP_NAMES[Role(role)])[0]


def give_role(user: User, role: str) -> None:
    user.groups.add(role_group(role))


def sync_roles() -> None:
    root_page = Page.objects.filter(depth=1).first()
    root_collection = Collection.get_first_root_node()
    for role in Role:
        group = role_group(role)
        group.permissions.add(*_permissions(role))
        if root_page:
            _give_pages(group, root_page, PAGES.get(role, ()))
        if root_collection:
            _give_collection(group, root_collection, COLLECTIONS[role])


def _permissions(role: Role) -> models.QuerySet[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for permission in _granted[role]:
        app_label, codename = permission.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    if role == Role.ADMINISTRATOR:
        wanted |= Q(content_type__app_label__in=ADMINISTERED)
    return Permission.objects.filter(wanted)


def _give_pages(group: Group, root: Page, actions: tuple[str, ...]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{a}_page" for a in actions]
    )
    held = GroupPagePermission.objects.filter(group=group, page=root).values("permission")
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission)
        for permission in wanted.exclude(pk__in=held)
    )


def _give_collection(group: Group, root: Collection, actions: tuple[str, ...]) -> None:
    codenames = [f"{action}_{model}" for action in actions for model in ("image", "document")]
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
    )
    given = GroupCollectionPermission.objects.filter(group=group, collection=root)
    held = given.values("permission")
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission)
        for permission in wanted.exclude(pk__in=held)
    )


def sync_after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate: acts once, at the last app, when all permissions exist."""
    last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
    if app_config.label != last.label:
        return
    needed = {GroupPagePermission._meta.db_table, GroupCollectionPermission._meta.db_table}
    if needed <= set(connections[using].introspection.table_names()):
        sync_roles()


def grant_network() -> None:
    grant_models(Role.PARTNERSHIPS, "crm", *NETWORK, *PRESS)
    grant_models(Role.COMMUNICATION, "crm", *PRESS)
    # Whoever takes the call or opens the letter writes the request down; administrators answer.
    for role in (Role.COMMUNICATION, Role.PARTNERSHIPS):
        grant_models(role, "crm", "datarequest", actions=("view", "add"))
    for role in (Role.COMMUNICATION, Role.PARTNERSHIPS, Role.READING):
        grant(role, "crm.view_dataprotection")
    for role in (Role.COMMUNICATION, Role.READING):
        grant_models(role, "crm", *NETWORK, *PRESS, actions=("view",))
