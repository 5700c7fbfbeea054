"""Pages of the public site. `site_with_home()` gives the tree that most tests start from."""

from datetime import date

import factory
import wagtail_factories
from wagtail.models import Locale, Page, Site

from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    CooperationIndexPage,
    HomePage,
    ResourceIndexPage,
    ResourcePage,
    StandardPage,
)


class HomePageFactory(wagtail_factories.PageFactory):
    title = "Accueil"
    headline = "Personne ne vieillit seul"
    introduction = "Un réseau d’associations et de bénévoles."

    class Meta:
        model = HomePage


class StandardPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Page {}".format)
    introduction = "Qui nous sommes."
    show_in_menus = True

    class Meta:
        model = StandardPage


class ArticleIndexPageFactory(wagtail_factories.PageFactory):
    title = "Actualités"
    show_in_menus = True

    class Meta:
        model = ArticleIndexPage


class ArticlePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Article {}".format)
    standfirst = "Deux phrases qui donnent envie. La suite est dans l’article."
    published_on = date(2018, 11, 21)

    class Meta:
        model = ArticlePage


class ResourceIndexPageFactory(wagtail_factories.PageFactory):
    title = "Ressources"
    show_in_menus = True

    class Meta:
        model = ResourceIndexPage


class ResourcePageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence("Fiche {}".format)
    kind = ResourcePage.Kind.PRACTICE_SHEET
    published_on = date(2018, 5, 2)

    class Meta:
        model = ResourcePage


class CooperationIndexPageFactory(wagtail_factories.PageFactory):
    title = "Coopérations"
    show_in_menus = True

    class Meta:
        model = CooperationIndexPage


def site_with_home(**fields) -> HomePage:
    """The default site, with a home page in French as its root."""
    french, _created = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node()
    home = HomePageFactory(parent=root, locale=french, **({"slug": "accueil"} | fields))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


def in_english(page: Page, **fields) -> Page:
    """The live English translation of a page, its ancestors translated with it."""
    english, _created = Locale.objects.get_or_create(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)
    for name, value in fields.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    return type(page).objects.get(pk=translation.pk)
