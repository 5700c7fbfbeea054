"""Apps of others, fitted to this house. Ours stand in their own folders."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "crm.viewsets.users.UserViewSet"
