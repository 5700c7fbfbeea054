from crm.models.charter import CharterSignature
from crm.models.consent import Consent, ConsentWording
from crm.models.cooperation import Cooperation, CooperationStage, Facilitator
from crm.models.data_protection import DataProtection
from crm.models.data_request import DataRequest
from crm.models.database_identity import DatabaseIdentity
from crm.models.follow_up import FollowUp
from crm.models.key_figure import KeyFigure, KeyFigureReading
from crm.models.meeting import (
    AgendaItem,
    Decision,
    FollowUpGroup,
    Meeting,
    Participation,
)
from crm.models.network import Network
from crm.models.organisation import Organisation, OrganisationLink, PartnerFamily
from crm.models.outgoing_mail import OutgoingMail
from crm.models.person import Person, Position
from crm.models.press import Interview, OpEd, PressCount, PressMention, PublicTalk
from crm.models.subscriber import (
    Subscriber,
    SubscriberTag,
    TaggedSubscriber,
    TrackingChoice,
)
from crm.models.suppression import Suppression
from crm.models.team import CitizenTeam
from crm.models.territory import Territory
from crm.models.training import TrainingSession
from crm.models.user import User

__all__ = [
    "AgendaItem",
    "CharterSignature",
    "CitizenTeam",
    "Consent",
    "ConsentWording",
    "Cooperation",
    "CooperationStage",
    "DataProtection",
    "DataRequest",
    "DatabaseIdentity",
    "Decision",
    "Facilitator",
    "FollowUp",
    "FollowUpGroup",
    "Interview",
    "KeyFigure",
    "KeyFigureReading",
    "Meeting",
    "Network",
    "OpEd",
    "Organisation",
    "OrganisationLink",
    "OutgoingMail",
    "Participation",
    "PartnerFamily",
    "Person",
    "Position",
    "PressCount",
    "PressMention",
    "PublicTalk",
    "Subscriber",
    "SubscriberTag",
    "Suppression",
    "TaggedSubscriber",
    "Territory",
    "TrackingChoice",
    "TrainingSession",
    "User",
]
