from django.apps import AppConfig
from django.db.models.signals import post_save


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from anymail.signals import tracking
        from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

        from campaigns import figures, holdings, processings, receivers, workflow_notices
        from campaigns.views.issue_previews import register_previews
        from crm.roles import Role, grant, grant_models

        workflow_notices.take_the_place_of_wagtails()
        register_previews()
        figures.register_figures()
        holdings.register_holdings()
        processings.register_processings()
        task_submitted.connect(receivers.on_task_submitted)
        task_approved.connect(receivers.on_task_approved)
        task_rejected.connect(receivers.on_task_rejected)
        task_cancelled.connect(receivers.on_task_cancelled)
        tracking.connect(receivers.on_provider_event)
        post_save.connect(receivers.on_newsletter_page_created, sender="campaigns.NewsletterPage")

        grant_models(Role.COMMUNICATION, "campaigns", "campaign", "segment")
        kept = ("view", "add", "change")
        grant_models(Role.COMMUNICATION, "campaigns", "newsletter", actions=kept)
        grant(Role.COMMUNICATION, "campaigns.change_sendingpace")
        grant_models(Role.COMMUNICATION, "crm", "subscriber", actions=("view", "change"))
        grant_models(Role.COMMUNICATION, "crm", "suppression")
        grant_models(Role.COMMUNICATION, "crm", "subscribertag", actions=kept)
        grant_models(Role.COMMUNICATION, "campaigns", "subscriberimport", actions=kept)
        grant(Role.COMMUNICATION, "campaigns.add_subscriberexport")
        grant(Role.COMMUNICATION, "crm.view_consent", "crm.view_outgoingmail")
        grant(Role.COMMUNICATION, "campaigns.approve_campaign", "campaigns.send_campaign")
        grant(Role.COMMUNICATION, "campaigns.view_retentionrun")
        for role in (Role.PARTNERSHIPS, Role.READING):
            grant_models(role, "campaigns", "campaign", "segment", "newsletter", actions=("view",))
            grant_models(role, "crm", "subscriber", "suppression", "consent", actions=("view",))
