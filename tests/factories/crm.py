"""People, organisations, subscribers and what happens between them."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from crm import models


class UserFactory(DjangoModelFactory):
    """A colleague without any right; `role="partnerships"` gives one of crm.roles."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"collegue-{number}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda number: f"Durand {number}")


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Territory
        django_get_or_create = ("code",)

    code = "35"
    name = "Ille-et-Vilaine"


class SubscriberFactory(DjangoModelFactory):
    class Meta:
        model = models.Subscriber

    email = factory.Sequence(lambda number: f"abonnee-{number}@example.org")
    first_name = "Alice"
    last_name = "Martin"
    language = "fr"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda number: f"Association {number}")
    kind = models.Organisation.Kind.ASSOCIATION


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    first_name = "Bruno"
    last_name = factory.Sequence(lambda number: f"Lefèvre {number}")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = models.Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Déléguée générale"


class CharterSignatureFactory(DjangoModelFactory):
    class Meta:
        model = models.CharterSignature

    organisation = factory.SubFactory(OrganisationFactory)
    signed_on = dt.date(2018, 3, 1)


class CooperationFactory(DjangoModelFactory):
    class Meta:
        model = models.Cooperation

    name = factory.Sequence(lambda number: f"Coopération {number}")
    territory = factory.SubFactory(TerritoryFactory)
    launched_on = dt.date(2016, 5, 1)


class CooperationStageFactory(DjangoModelFactory):
    class Meta:
        model = models.CooperationStage

    cooperation = factory.SubFactory(CooperationFactory)
    stage = models.CooperationStage.Stage.ACTIVE
    started_on = dt.date(2016, 5, 1)


class FacilitatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Facilitator

    person = factory.SubFactory(PersonFactory)
    cooperation = factory.SubFactory(CooperationFactory)
    started_on = dt.date(2017, 1, 1)


class CitizenTeamFactory(DjangoModelFactory):
    class Meta:
        model = models.CitizenTeam

    name = factory.Sequence(lambda number: f"Équipe {number}")
    territory = factory.SubFactory(TerritoryFactory)
    carrier_kind = models.CitizenTeam.CarrierKind.NATIONAL_NETWORK
    created_on = dt.date(2018, 2, 1)


class FollowUpGroupFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUpGroup

    name = factory.Sequence(lambda number: f"Groupe {number}")
    started_on = dt.date(2018, 1, 1)


class MeetingFactory(DjangoModelFactory):
    """`organisations=[…]` and `people=[…]` tell who came."""

    class Meta:
        model = models.Meeting
        skip_postgeneration_save = True

    kind = models.Meeting.Kind.PARTNER
    held_on = dt.date(2018, 6, 12)

    @factory.post_generation
    def organisations(self, create, extracted, **kwargs):
        self.organisations.set(extracted or [])

    @factory.post_generation
    def people(self, create, extracted, **kwargs):
        self.people.set(extracted or [])


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    title = factory.Sequence(lambda number: f"Envoyer la brochure {number}")
    due_on = dt.date(2018, 7, 1)


class InterviewFactory(DjangoModelFactory):
    class Meta:
        model = models.Interview

    given_on = dt.date(2018, 4, 3)
    outlet = "Le Courrier"


class OpEdFactory(DjangoModelFactory):
    class Meta:
        model = models.OpEd

    published_on = dt.date(2018, 10, 1)
    title = "Ne laissons personne seul"
    outlet = "La Gazette"


class PressMentionFactory(DjangoModelFactory):
    class Meta:
        model = models.PressMention

    published_on = dt.date(2018, 9, 5)
    outlet = "Radio Ouest"


class PressCountFactory(DjangoModelFactory):
    class Meta:
        model = models.PressCount

    started_on = dt.date(2018, 1, 1)
    ended_on = dt.date(2018, 6, 30)
    mentions = 100
    mentions_about_teams = 90
    source = "Agence de veille"


class PublicTalkFactory(DjangoModelFactory):
    class Meta:
        model = models.PublicTalk

    given_on = dt.date(2018, 11, 20)
    event = "Congrès du bien vieillir"


class TrainingSessionFactory(DjangoModelFactory):
    class Meta:
        model = models.TrainingSession

    held_on = dt.date(2018, 2, 14)
    trainees_count = 11


class KeyFigureFactory(DjangoModelFactory):
    class Meta:
        model = models.KeyFigure
        django_get_or_create = ("slug",)

    slug = "site_visits"
    label = "Visites du site"


class KeyFigureReadingFactory(DjangoModelFactory):
    class Meta:
        model = models.KeyFigureReading

    figure = factory.SubFactory(KeyFigureFactory)
    read_on = dt.date(2018, 12, 31)
    value = 63000


class DataRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.DataRequest

    kind = "access"
    way = "mail"
    email = "alice@example.org"
    identity_check = "known"
