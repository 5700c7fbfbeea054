from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaKitConfig(AppConfig):
    name = "media_kit"
    verbose_name = _("Media kit")

    def ready(self) -> None:
        from crm.roles import Role, grant
        from media_kit import figures

        figures.register()
        for role in (Role.COMMUNICATION, Role.PARTNERSHIPS, Role.READING):
            grant(role, "media_kit.view_download")
