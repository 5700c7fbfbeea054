from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import address, publications, summaries

        publications.register_figures()
        summaries.register_summaries()
        post_migrate.connect(address.follow_after_migrate, sender=self, dispatch_uid="cms.address")
