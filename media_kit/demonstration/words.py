"""What the demonstration's pages say, in French and in English. Towns are filled in."""

from typing import NamedTuple


class Words(NamedTuple):
    fr: str
    en: str

    def in_language(self, language: str, **names: str) -> str:
        return getattr(self, language).format(**names)


NETWORK_BASELINE = "Ensemble contre l’isolement des personnes âgées"
ADDRESS = "Maille – 12 rue du Fil\n75000 Paris"

HOME_TITLE = Words("Accueil", "Home")
HEADLINE = Words(
    "Personne ne devrait vieillir seul.",
    "Nobody should grow old alone.",
)
HOME_INTRODUCTION = Words(
    "Associations, communes, fondations et bénévoles tissent ensemble des liens autour des "
    "personnes âgées isolées, partout en France.",
    "Associations, towns, foundations and volunteers weave ties around isolated older people, "
    "all over France.",
)
HOME_ACTION = Words("Rejoindre une coopération", "Join a cooperation")

DOORS = (
    (
        "cooperations",
        Words("Rejoindre", "Join"),
        Words(
            "Une coopération existe sans doute près de chez vous.",
            "There is probably a cooperation near you.",
        ),
    ),
    (
        "resources",
        Words("S’outiller", "Find tools"),
        Words(
            "Fiches pratiques, affiches et vidéos, libres d’usage.",
            "Practice sheets, posters and videos, free to use.",
        ),
    ),
    (
        "kit",
        Words("Informer", "Tell others"),
        Words(
            "Logos, photographies et chiffres clés pour la presse.",
            "Logos, photographs and key figures for the press.",
        ),
    ),
)

ABOUT_TITLE = Words("Le réseau", "The network")
ABOUT_STANDFIRST = Words(
    "Une mobilisation nationale, portée par plus de 500 organisations, au plus près des lieux "
    "de vie.",
    "A national mobilisation, carried by more than 500 organisations, close to where people live.",
)
ABOUT = (
    (
        Words("Pourquoi", "Why"),
        Words(
            "En France, sept millions de personnes sont isolées ; 1,7 million d’entre elles ont "
            "plus de 75 ans. La solitude use la santé, la confiance et l’envie de sortir. Elle "
            "recule quand des voisins, des associations et des communes agissent ensemble.",
            "In France, seven million people are isolated; 1.7 million of them are over 75. "
            "Loneliness wears down health, confidence and the wish to go out. It recedes where "
            "neighbours, associations and towns act together.",
        ),
    ),
    (
        Words("Comment", "How"),
        Words(
            "Des équipes citoyennes rendent visite, invitent, accompagnent. Des coopérations "
            "territoriales relient celles et ceux qui agissent déjà. Une équipe nationale forme, "
            "outille et fait connaître.",
            "Citizen teams visit, invite and accompany. Territorial cooperations connect those "
            "who already act. A national team trains, provides tools and spreads the word.",
        ),
    ),
    (
        Words("Trois axes", "Three axes"),
        Words(
            "Soutenir les territoires ; être un centre de ressources et expérimenter ; animer le "
            "réseau.",
            "Support the territories; be a resource centre and experiment; steer the network.",
        ),
    ),
)

JOIN_TITLE = Words("Recevoir nos lettres", "Receive our letters")
JOIN_TEXT = Words(
    "Une adresse suffit. Vous choisissez ce que vous recevez, et vous partez quand vous voulez.",
    "An address is enough. You choose what you receive, and leave whenever you like.",
)

ARTICLES_TITLE = Words("Actualités", "News")
RESOURCES_TITLE = Words("Ressources", "Resources")
COOPERATIONS_TITLE = Words("Coopérations", "Cooperations")
KIT_TITLE = Words("Kit média", "Media kit")
LETTER_TITLE = Words("La lettre d’information", "The newsletter")
TARGETED_TITLE = Words("La lettre des coopérations", "The cooperations’ letter")

ARTICLES_INTRODUCTION = Words(
    "Ce que font les équipes et les coopérations, racontées par celles et ceux qui y sont.",
    "What teams and cooperations do, told by those who are there.",
)
RESOURCES_INTRODUCTION = Words(
    "Tous les outils du réseau, à utiliser, imprimer et partager.",
    "All the tools of the network, to use, print and share.",
)
COOPERATIONS_INTRODUCTION = Words(
    "Sur chaque territoire, des organisations mettent leurs forces en commun.",
    "On each territory, organisations pool their strengths.",
)
KIT_INTRODUCTION = Words(
    "Tout ce qu’il faut pour parler du réseau : logos, photographies, communiqués.",
    "All you need to speak of the network: logos, photographs, press releases.",
)
KIT_TERMS = Words(
    "<p>Les fichiers peuvent être publiés librement avec la mention du crédit. Le logo ne se "
    "déforme pas et garde ses couleurs.</p>",
    "<p>Files may be published freely with their credit. The logo keeps its shape and its "
    "colours.</p>",
)
LETTER_INTRODUCTION = Words(
    "Une fois par mois, les nouvelles du réseau et un outil à découvrir.",
    "Once a month, news of the network and a tool to discover.",
)

ARTICLE_TITLES = (
    Words("À {city}, un café des âges chaque jeudi", "In {city}, a café for all ages"),
    Words("{city} : vingt nouvelles visiteuses formées", "{city}: twenty new visitors trained"),
    Words("Une équipe citoyenne naît à {city}", "A citizen team is born in {city}"),
    Words("Les facteurs de {city}, sentinelles du lien", "The postmen of {city} keep in touch"),
    Words("{city} ouvre son jardin partagé", "{city} opens its shared garden"),
    Words("Une journée de marche autour de {city}", "A day’s walk around {city}"),
    Words("À {city}, le repas de quartier a dix ans", "In {city}, the street lunch turns ten"),
    Words("{city} : la commune et les associations signent", "{city}: town and associations sign"),
    Words("Écouter d’abord : la formation socle à {city}", "Listening first: training in {city}"),
    Words("Les collégiens de {city} écrivent aux aînés", "Pupils of {city} write to their elders"),
    Words("À {city}, un bus pour sortir ensemble", "In {city}, a bus to go out together"),
)
STANDFIRSTS = (
    Words(
        "Une idée simple, portée par quelques voisines, a pris de l’ampleur en une saison.",
        "A simple idea, carried by a few neighbours, has grown within a season.",
    ),
    Words(
        "Bénévoles et professionnels y travaillent côte à côte depuis le printemps.",
        "Volunteers and professionals have worked on it side by side since spring.",
    ),
    Words(
        "Ce qui devait durer un mois est devenu un rendez-vous que personne ne veut manquer.",
        "What was to last a month has become an appointment nobody wants to miss.",
    ),
)
PARAGRAPHS = (
    Words(
        "Tout a commencé par un constat : dans une rue de {city}, trois personnes n’avaient vu "
        "personne depuis une semaine. Une voisine a frappé aux portes, un centre social a prêté "
        "sa salle, et la commune a imprimé les premières invitations.",
        "It all began with an observation: in a street of {city}, three people had seen nobody "
        "for a week. A neighbour knocked at the doors, a social centre lent its room, and the "
        "town printed the first invitations.",
    ),
    Words(
        "Chaque semaine, une douzaine de personnes se retrouvent. On y parle du marché, des "
        "petits-enfants, du jardin. Celles qui ne peuvent pas se déplacer reçoivent une visite.",
        "Every week a dozen people meet. They talk of the market, of grandchildren, of the "
        "garden. Those who cannot come receive a visit.",
    ),
    Words(
        "La coopération a mis autour de la table le service d’aide à domicile, la maison de "
        "santé, deux associations et la médiathèque. Chacun savait une part de la réalité ; "
        "ensemble, ils ont dessiné la carte des liens qui manquaient.",
        "The cooperation brought to one table the home-help service, the health centre, two "
        "associations and the library. Each knew a part of reality; together they drew the map "
        "of the missing ties.",
    ),
    Words(
        "Deux bénévoles, un animateur et une élue se relaient pour l’organisation. La formation "
        "socle leur a donné un langage commun : se présenter, écouter, savoir passer la main.",
        "Two volunteers, a facilitator and a councillor share the organisation. The basic "
        "training gave them a common language: introduce yourself, listen, know when to hand "
        "over.",
    ),
    Words(
        "À {city}, on retient surtout que rien n’a demandé de grands moyens : un lieu chauffé, "
        "un horaire qui ne change pas, et quelqu’un qui appelle la veille.",
        "In {city}, what stays in mind is that nothing took great means: a heated room, a time "
        "that does not change, and someone who calls the day before.",
    ),
)
QUOTES = (
    (
        Words(
            "Je ne sortais plus. Maintenant, c’est moi qui apporte le gâteau.",
            "I had stopped going out. Now I am the one who brings the cake.",
        ),
        "Odette, 84",
    ),
    (
        Words(
            "On croyait aider ; on a surtout gagné des amis.",
            "We thought we were helping; above all we made friends.",
        ),
        "Karim, 37",
    ),
    (
        Words(
            "Le plus dur, c’est de pousser la porte la première fois.",
            "The hardest part is to open the door the first time.",
        ),
        "Monique, 79",
    ),
)

RESOURCES_2018 = {
    "leaflet": ("Le réseau en quatre pages", "Devenir bénévole", "Ouvrir une équipe citoyenne"),
    "brochure": ("Guide de la coopération territoriale", "Bilan de l’année 2017"),
    "poster": ("Et si on sonnait à côté ?", "La Semaine bleue"),
    "video": (
        "Une journée avec une équipe",
        "Animer une plénière",
        "La visite à domicile",
        "Paroles de bénévoles",
        "Cinq ans de réseau",
    ),
    "practice_sheet": (
        "Repérer l’isolement",
        "La première visite",
        "Accueillir un nouveau bénévole",
        "Réunir un comité de pilotage",
        "Travailler avec le CCAS",
        "Parler à la presse locale",
        "Tenir une permanence téléphonique",
    ),
    "journal": ("Le Fil, numéro 5", "Le Fil, numéro 6"),
}
RESOURCE_SUMMARY = "Un outil du réseau, relu par des bénévoles et libre d’usage."

LETTER_SUBJECTS = (
    (1, "Bonne année, et de nouvelles mailles"),
    (2, "Deux coopérations de plus"),
    (3, "Le printemps des équipes"),
    (4, "Se former près de chez soi"),
    (5, "Ce que disent les visites"),
    (6, "Un été sans personne seule"),
    (7, "Canicule : les gestes qui relient"),
    (9, "La rentrée du réseau"),
    (10, "Rencontre annuelle et Semaine bleue"),
    (11, "Novembre, le mois des portes ouvertes"),
    (12, "Une année de liens"),
)
READY_SUBJECT = Words("Les nouvelles du réseau cet automne", "News of the network this autumn")
READY_PREHEADER = Words(
    "Un café des âges, une équipe qui naît, un outil à découvrir",
    "A café for all ages, a new team, a tool to discover",
)
READY_TEXT = Words(
    "<p>Cet automne, les coopérations ouvrent leurs portes. Voici ce qui s’est noué ces "
    "dernières semaines, et ce qui vient.</p>",
    "<p>This autumn the cooperations open their doors. Here is what was woven in the last "
    "weeks, and what comes next.</p>",
)
READY_FIGURE = Words(
    "équipes citoyennes rendent visite, invitent et accompagnent",
    "citizen teams visit, invite and accompany",
)
READY_BUTTON = Words("Trouver une coopération", "Find a cooperation")
READY_QUESTION = (
    Words(
        "Pouvons-nous compter vos ouvertures et vos clics ?",
        "May we count your openings and clicks?",
    ),
    Words(
        "Cela nous aide à écrire des lettres utiles. Vous décidez, séparément pour les "
        "ouvertures et pour les liens, et pouvez changer d’avis à tout moment.",
        "It helps us write letters that are of use. You decide, apart for openings and for "
        "links, and may change your mind at any moment.",
    ),
    Words("Donner ma réponse", "Give my answer"),
)
