"""The site's pages, in French, with the main ones in English too."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from docx import Document
from wagtail.models import Locale, Page, Site

from campaigns.models import Newsletter, NewsletterPage
from cms.models import (
    ArticleIndexPage,
    ArticlePage,
    CooperationIndexPage,
    HomePage,
    ResourceIndexPage,
    ResourcePage,
    StandardPage,
)
from crm.models import Network
from media_kit.demonstration import words
from media_kit.demonstration.audience import MAIN, TARGETED
from media_kit.demonstration.dice import Dice
from media_kit.demonstration.pictures import add_picture, landscape, logo
from media_kit.demonstration.words import Words
from media_kit.models import KitItem, MailleDocument, MailleImage, MediaKitPage

ARTICLES_2018 = 44
# Days before today of the articles that make the site look lived in.
RECENT_ARTICLES = (4, 11, 19, 30, 44, 61)
PICTURES = 8


def load() -> None:
    if HomePage.objects.exists():
        return
    dice = Dice("site")
    pictures = _pictures()
    _identity()
    home = _add(Page.get_first_root_node(), _home(pictures[0]), "fr")
    _make_default(home)
    pages = _sections(home)
    _articles(dice, pages["articles"], pictures)
    _resources(dice, pages["resources"], pictures)
    _kit_items(pages["kit"], pictures)
    _finish_home(home, pages, "fr")
    _in_english(home, pages)


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def _add(parent: Page, page: Page, language: str) -> Any:
    page.locale = Locale.objects.get_or_create(language_code=language)[0]
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _pictures() -> list[MailleImage]:
    return [
        add_picture(
            f"Collines {number}",
            landscape(f"collines-{number}"),
            "Des collines sous le soleil, traversées par un fil qui fait des boucles",
            "Maille",
        )
        for number in range(1, PICTURES + 1)
    ]


def _identity() -> None:
    network = Network.load()
    network.name = "Maille"
    network.baseline = words.NETWORK_BASELINE
    network.postal_address = words.ADDRESS
    network.email = "bonjour@example.org"
    network.logo = add_picture("Logo Maille", logo(), "Le logo de Maille", "Maille")
    network.save()


def _home(picture: MailleImage) -> HomePage:
    return HomePage(
        title=words.HOME_TITLE.fr,
        slug="accueil",
        headline=words.HEADLINE.fr,
        introduction=words.HOME_INTRODUCTION.fr,
        action_label=words.HOME_ACTION.fr,
        image=picture,
        newsletter=Newsletter.objects.get(slug=MAIN),
    )


def _make_default(home: HomePage) -> None:
    """Takes the place of Wagtail's welcome page."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.site_name, site.root_page = "Maille", home
    site.save()
    if welcome and welcome.pk != home.pk and not welcome.get_children().exists():
        welcome.delete()


def _sections(home: HomePage) -> dict[str, Any]:
    def add(page: Page) -> Any:
        page.show_in_menus = True
        return _add(home, page, "fr")

    return {
        "about": add(_about("fr")),
        "articles": add(
            ArticleIndexPage(
                title=words.ARTICLES_TITLE.fr, introduction=words.ARTICLES_INTRODUCTION.fr
            )
        ),
        "resources": add(
            ResourceIndexPage(
                title=words.RESOURCES_TITLE.fr, introduction=words.RESOURCES_INTRODUCTION.fr
            )
        ),
        "cooperations": add(
            CooperationIndexPage(
                title=words.COOPERATIONS_TITLE.fr, introduction=words.COOPERATIONS_INTRODUCTION.fr
            )
        ),
        "kit": add(
            MediaKitPage(
                title=words.KIT_TITLE.fr,
                introduction=words.KIT_INTRODUCTION.fr,
                terms=words.KIT_TERMS.fr,
                press_contact="presse@example.org",
            )
        ),
        "letter": add(_letter(MAIN, words.LETTER_TITLE.fr, words.LETTER_INTRODUCTION.fr)),
        "targeted": _add(home, _letter(TARGETED, words.TARGETED_TITLE.fr, ""), "fr"),
    }


def _about(language: str) -> StandardPage:
    body = []
    for title, text in words.ABOUT:
        body.append(block("heading", title.in_language(language)))
        body.append(block("text", f"<p>{text.in_language(language)}</p>"))
    words_of_form = {"title": words.JOIN_TITLE, "text": words.JOIN_TEXT}
    told = {name: text.in_language(language) for name, text in words_of_form.items()}
    body.append(block("sign_up", {**told, "newsletters": []}))
    return StandardPage(
        title=words.ABOUT_TITLE.in_language(language),
        introduction=words.ABOUT_STANDFIRST.in_language(language),
        body=body,
    )


def _letter(slug: str, title: str, introduction: str) -> NewsletterPage:
    newsletter = Newsletter.objects.get(slug=slug)
    return NewsletterPage(title=title, newsletter=newsletter, introduction=introduction)


def _articles(dice: Dice, index: ArticleIndexPage, pictures: list[MailleImage]) -> None:
    days = sorted(
        dice.working_day(dt.date(2018, 1, 8), dt.date(2018, 12, 14)) for _ in range(ARTICLES_2018)
    )
    today = timezone.localdate()
    days += [today - dt.timedelta(days=ago) for ago in reversed(RECENT_ARTICLES)]
    for number, day in enumerate(days):
        article = _article(dice, number, day, pictures)
        _add(index, article, "fr")


def _article(dice: Dice, number: int, day: dt.date, pictures: list[MailleImage]) -> ArticlePage:
    city = dice.town()
    title = words.ARTICLE_TITLES[number % len(words.ARTICLE_TITLES)]
    quote, author = dice.choice(words.QUOTES)
    texts = dice.sample(words.PARAGRAPHS, 3)
    return ArticlePage(
        title=title.fr.format(city=city),
        standfirst=dice.choice(words.STANDFIRSTS).fr,
        published_on=day,
        author=" ".join(dice.name()),
        cover=pictures[number % len(pictures)],
        body=[
            block("text", f"<p>{texts[0].fr.format(city=city)}</p>"),
            block("quote", {"text": quote.fr, "author": author}),
            *(block("text", f"<p>{text.fr.format(city=city)}</p>") for text in texts[1:]),
        ],
    )


def _resources(dice: Dice, index: ResourceIndexPage, pictures: list[MailleImage]) -> None:
    for kind, titles in words.RESOURCES_2018.items():
        for title in titles:
            is_film = kind == ResourcePage.Kind.VIDEO
            page = ResourcePage(
                title=title,
                kind=kind,
                published_on=dice.working_day(dt.date(2018, 1, 15), dt.date(2018, 12, 14)),
                summary=words.RESOURCE_SUMMARY,
                file=None if is_film else _document(title, words.RESOURCE_SUMMARY),
                link=f"https://video.example/{slugify(title)}" if is_film else "",
                cover=pictures[len(title) % len(pictures)],
            )
            _add(index, page, "fr")


def _document(title: str, text: str) -> MailleDocument:
    document, file = Document(), BytesIO()
    document.add_heading(title, level=0)
    document.add_paragraph(text)
    document.save(file)
    content = ContentFile(file.getvalue(), f"{slugify(title)}.docx")
    return MailleDocument.objects.create(
        title=title, file=content, credit="Maille", licence="cc-by"
    )


def _kit_items(kit: MediaKitPage, pictures: list[MailleImage]) -> None:
    release = "Communiqué : plus de 700 équipes citoyennes"
    items = [
        KitItem(kind="logo", title="Logo couleur", image=Network.load().logo),
        KitItem(
            kind="logo",
            title="Logo terre cuite",
            image=add_picture("Logo terre cuite", logo("#b3401f"), "Le logo de Maille", "Maille"),
        ),
        *(
            KitItem(kind="photo", title=f"Paysage {number}", image=picture)
            for number, picture in enumerate(pictures[:4], start=1)
        ),
        KitItem(
            kind="press_release",
            title=release,
            document=_document(release, words.ABOUT[1][1].fr),
        ),
    ]
    for number, item in enumerate(items):
        item.page, item.sort_order, item.locale = kit, number, kit.locale
        item.save()
    kit.save_revision().publish()


def _finish_home(home: HomePage, pages: dict[str, Any], language: str) -> None:
    home.action_page = pages["cooperations"]
    home.doors = [
        block(
            "door",
            {
                "title": title.in_language(language),
                "text": text.in_language(language),
                "target": {"page": pages[name].pk, "url": ""},
            },
        )
        for name, title, text in words.DOORS
    ]
    home.save_revision().publish()


ENGLISH: dict[str, dict[str, Words]] = {
    "articles": {"title": words.ARTICLES_TITLE, "introduction": words.ARTICLES_INTRODUCTION},
    "resources": {"title": words.RESOURCES_TITLE, "introduction": words.RESOURCES_INTRODUCTION},
    "cooperations": {
        "title": words.COOPERATIONS_TITLE,
        "introduction": words.COOPERATIONS_INTRODUCTION,
    },
    "kit": {
        "title": words.KIT_TITLE,
        "introduction": words.KIT_INTRODUCTION,
        "terms": words.KIT_TERMS,
    },
    "letter": {"title": words.LETTER_TITLE, "introduction": words.LETTER_INTRODUCTION},
    "targeted": {"title": words.TARGETED_TITLE},
}


def _in_english(home: HomePage, pages: dict[str, Any]) -> None:
    locale, _created = Locale.objects.get_or_create(language_code="en")
    english_home = _translate(
        home,
        locale,
        title=words.HOME_TITLE.en,
        slug="home",
        headline=words.HEADLINE.en,
        introduction=words.HOME_INTRODUCTION.en,
        action_label=words.HOME_ACTION.en,
    )
    about = _about("en")
    english = {
        "about": _translate(
            pages["about"],
            locale,
            title=about.title,
            introduction=about.introduction,
            body=about.body,
        )
    }
    for name, fields in ENGLISH.items():
        texts = {field: text.en for field, text in fields.items()}
        english[name] = _translate(pages[name], locale, **texts)
    _articles_in_english(pages["articles"], locale)
    english_home.refresh_from_db()  # it has children now, and publishing stores their number
    _finish_home(english_home, english, "en")


def _translate(page: Any, locale: Locale, **fields: Any) -> Any:
    copy = page.copy_for_translation(locale, copy_parents=False)
    for name, value in {"slug": slugify(str(fields["title"])), **fields}.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def _articles_in_english(index: ArticleIndexPage, locale: Locale) -> None:
    """The newest ones, told anew in English from the same words."""
    newest = ArticlePage.objects.child_of(index).order_by("-published_on")
    for article in newest[: len(RECENT_ARTICLES)]:
        known = {title.fr.format(city="§"): title for title in words.ARTICLE_TITLES}
        title, city = _recognise(article.title, known)
        body = [
            block("text", f"<p>{text.en.format(city=city)}</p>") for text in words.PARAGRAPHS[:3]
        ]
        _translate(
            article,
            locale,
            title=title.en.format(city=city),
            standfirst=words.STANDFIRSTS[0].en,
            body=body,
        )


def _recognise(title: str, known: dict[str, Words]) -> tuple[Words, str]:
    """Which of the titles it is, and the town in it."""
    for pattern, found in known.items():
        before, after = pattern.split("§")
        if title.startswith(before) and title.endswith(after):
            return found, title[len(before) : len(title) - len(after)]
    raise ValueError(f"{title} is none of the demonstration's titles")
