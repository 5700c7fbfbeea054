from campaigns.models.address_change import AddressChange
from campaigns.models.approval import Approval, IssueApprovalTask, authors
from campaigns.models.campaign import Campaign, CampaignContent, Link, TrackingClass
from campaigns.models.delivery import Delivery, Settlement
from campaigns.models.epoch import Machine, SendingHold
from campaigns.models.event import Event, YoungHit
from campaigns.models.newsletter import IssuePage, Newsletter, NewsletterPage
from campaigns.models.notice import BounceClass, MailboxPosition, SeenNotice
from campaigns.models.pace import Bucket, RecipientPace, SendingPace, WarmUp
from campaigns.models.retention import RetentionQuestion
from campaigns.models.retention_run import RetentionRun
from campaigns.models.segment import Segment
from campaigns.models.spool_position import SpoolPosition
from campaigns.models.subscriber_export import SubscriberExport
from campaigns.models.subscriber_import import (
    ImportedChange,
    ImportedSubscriber,
    ImportRefusal,
    SubscriberImport,
)
from campaigns.models.subscription import PastSubscription, Subscription
from campaigns.models.tally import (
    AudienceCount,
    CampaignReader,
    CampaignTally,
    DomainTally,
    EventCount,
)
from campaigns.models.turn import SendingTurn

__all__ = [
    "AddressChange",
    "Approval",
    "AudienceCount",
    "BounceClass",
    "Bucket",
    "Campaign",
    "CampaignContent",
    "CampaignReader",
    "CampaignTally",
    "Delivery",
    "DomainTally",
    "Event",
    "EventCount",
    "ImportRefusal",
    "ImportedChange",
    "ImportedSubscriber",
    "IssueApprovalTask",
    "IssuePage",
    "Link",
    "Machine",
    "MailboxPosition",
    "Newsletter",
    "NewsletterPage",
    "PastSubscription",
    "RecipientPace",
    "RetentionQuestion",
    "RetentionRun",
    "SeenNotice",
    "Segment",
    "SendingHold",
    "SendingPace",
    "SendingTurn",
    "Settlement",
    "SpoolPosition",
    "SubscriberExport",
    "SubscriberImport",
    "Subscription",
    "TrackingClass",
    "WarmUp",
    "YoungHit",
    "authors",
]
