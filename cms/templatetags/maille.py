"""What the public templates ask for: navigation, languages, the stitch, the network's identity."""

from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.models import Page, Site

from cms.models import HomePage
from cms.stitch import stitch_path
from cms.theme import theme_version
from crm.models import Network

register = template.Library()
LONG_READ_MINUTES = 3


@register.simple_tag(takes_context=True)
def network(context: template.Context) -> Network:
    return Network.load(request_or_site=context.get("request"))


@register.simple_tag(takes_context=True)
def baseline(context: template.Context) -> str:
    """What the network does, in a sentence; in other languages, that of their home page."""
    if get_language() != settings.LANGUAGE_CODE and (home := _home(context)):
        page = context.get("page")
        specific = page if isinstance(page, HomePage) and page.pk == home.pk else home.specific
        if isinstance(specific, HomePage):
            return specific.headline
    return network(context).baseline


@register.simple_tag(takes_context=True)
def theme_url(context: template.Context) -> str:
    """Empty as long as the network keeps the colours the site ships with."""
    version = theme_version(network(context))
    return f"{reverse('theme')}?v={version}" if version else ""


def _by_language(page: Page) -> dict[str, Page]:
    """Its published versions by the code of their language."""
    translations = page.get_translations(inclusive=True).live().select_related("locale")
    return {translated.locale.language_code: translated for translated in translations}


def _first_floors(context: template.Context) -> tuple[dict[str, Page], list[Page]]:
    """The home page of each language, and the pages just below them; asked for once a request."""
    request = context.get("request")
    site = request and Site.find_for_request(request)
    if not site:
        return {}, []
    if not hasattr(request, "_maille_first_floors"):
        ground = site.root_page
        is_home, is_below = Q(translation_key=ground.translation_key), Q(depth=ground.depth + 1)
        pages = list(Page.objects.live().filter(is_home | is_below).select_related("locale"))
        homes = [page for page in pages if page.translation_key == ground.translation_key]
        by_language = {home.locale.language_code: home for home in homes}
        request._maille_first_floors = by_language, pages
    return request._maille_first_floors


def _homes(context: template.Context) -> dict[str, Page]:
    homes, _pages = _first_floors(context)
    return homes


def _home(context: template.Context) -> Page | None:
    """In the visitor's language, else in the site's own."""
    homes = _homes(context)
    return homes.get(get_language() or "") or next(iter(homes.values()), None)


def _children_of_home(context: template.Context) -> list[Page]:
    home = _home(context)
    _homes, pages = _first_floors(context)
    return [page for page in pages if home and page.is_child_of(home)]


@register.simple_tag(takes_context=True)
def part(context: template.Context, model: str) -> Page | None:
    """The page of that type just below the home page: {% part "articleindexpage" as list %}."""
    children = _children_of_home(context)
    return next((c for c in children if c.cached_content_type.model == model), None)


@register.simple_tag(takes_context=True)
def home_page(context: template.Context) -> Page | None:
    return _home(context)


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[dict[str, Any]]:
    """A page for members only stands in it too: that is how they find it."""
    page = context.get("page")
    path = page.path if isinstance(page, Page) else ""
    entries = [child for child in _children_of_home(context) if child.show_in_menus]
    return [{"page": entry, "is_current": path.startswith(entry.path)} for entry in entries]


@register.simple_tag(takes_context=True)
def breadcrumb(context: template.Context) -> list[Page]:
    """From the home page down to the parent of this page."""
    page = context.get("page")
    if not isinstance(page, Page) or page.depth < 3:
        return []
    return list(page.get_ancestors().filter(depth__gt=1).live())


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """This page in each language, or that language's home page where it is not translated."""
    page, by_code = context.get("page"), dict(_homes(context))
    if (
        isinstance(page, Page)
        and page.pk
        and page.pk not in {home.pk for home in by_code.values()}
    ):
        by_code |= _by_language(page)
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "page": by_code[code],
            "is_current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
        if code in by_code
    ]


@register.simple_tag
def stitch(seed: int | None, loops: int = 9, width: int = 900, height: int = 120) -> SafeString:
    """An ornament: hidden from screen readers, coloured by CSS."""
    return format_html(
        '<svg class="stitch" viewBox="0 0 {} {}" fill="none" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>',
        width,
        height,
        stitch_path(seed or 0, loops=loops, width=width, height=height),
    )


@register.filter
def anchor(block: Any) -> str:
    """Readable, and still different for two sections of the same title."""
    return f"{slugify(block.value) or 'section'}-{(block.id or '')[:4]}".rstrip("-")


@register.filter
def file_size(size: int | None) -> str:
    """1 KB is 1,000 bytes, as file managers and phones count today."""
    if not size:
        return ""
    if size >= 1_000_000:
        return gettext("%(size)s MB") % {"size": number_format(size / 1_000_000, 1)}
    return gettext("%(size)s KB") % {"size": number_format(max(1, round(size / 1000)))}


@register.simple_tag
def contents(page: Page) -> list[Any]:
    """The section titles of a page that is long enough to need a table of them."""
    headings = [block for block in page.body if block.block_type == "heading"]
    minutes = getattr(page, "reading_minutes", LONG_READ_MINUTES)
    return headings if len(headings) > 2 and minutes >= LONG_READ_MINUTES else []


@register.simple_tag
def mail_link(subject: str, address: str) -> str:
    return f"mailto:?subject={quote(str(subject))}&body={quote(address)}"
