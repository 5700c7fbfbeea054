"""Articles and resources published in a year, for the yearly report. Translations count once."""

from collections.abc import Callable

from django.utils.translation import ngettext_lazy

from cms.models import ArticlePage, ResourcePage
from crm import figures

Kind = ResourcePage.Kind


def articles_published(year: int) -> int:
    articles = ArticlePage.objects.live().filter(published_on__year=year)
    return articles.values("translation_key").distinct().count()


def resources_published(year: int, *kinds: str) -> int:
    resources = ResourcePage.objects.live().filter(published_on__year=year, kind__in=kinds)
    return resources.values("translation_key").distinct().count()


RESOURCE_FIGURES = [
    (
        "leaflets_and_brochures",
        (Kind.LEAFLET, Kind.BROCHURE),
        ngettext_lazy(
            "%(figure)s leaflet or brochure in %(year)s.",
            "%(figure)s leaflets and brochures in %(year)s.",
            "value",
        ),
    ),
    (
        "posters",
        (Kind.POSTER,),
        ngettext_lazy(
            "%(figure)s poster in %(year)s.", "%(figure)s posters in %(year)s.", "value"
        ),
    ),
    (
        "videos",
        (Kind.VIDEO,),
        ngettext_lazy("%(figure)s video in %(year)s.", "%(figure)s videos in %(year)s.", "value"),
    ),
    (
        "practice_sheets",
        (Kind.PRACTICE_SHEET,),
        ngettext_lazy(
            "%(figure)s practice sheet in %(year)s.",
            "%(figure)s practice sheets in %(year)s.",
            "value",
        ),
    ),
    (
        "journal_issues",
        (Kind.JOURNAL,),
        ngettext_lazy(
            "%(figure)s issue of the printed journal in %(year)s.",
            "%(figure)s issues of the printed journal in %(year)s.",
            "value",
        ),
    ),
]


def register_figures() -> None:
    figures.register(
        "publishing",
        "articles",
        articles_published,
        ngettext_lazy(
            "%(figure)s article published on the site in %(year)s.",
            "%(figure)s articles published on the site in %(year)s.",
            "value",
        ),
    )
    for slug, kinds, sentence in RESOURCE_FIGURES:
        figures.register("publishing", slug, _counting(kinds), sentence)


def _counting(kinds: tuple[str, ...]) -> Callable[[int], int]:
    return lambda year: resources_published(year, *kinds)
