from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CrmConfig(AppConfig):
    name = "crm"

    def ready(self) -> None:
        from crm import (
            holdings,
            network_figures,
            network_history,
            network_processings,
            plain_letters,
            roles,
            short_questions,
            timeline,
        )

        plain_letters.register()
        short_questions.register()
        network_figures.register_figures()
        timeline.register(network_history.organisation_or_person)
        holdings.register_holdings()
        network_processings.register_processings()
        roles.grant_network()
        post_migrate.connect(roles.sync_after_migrate, dispatch_uid="crm.roles")
