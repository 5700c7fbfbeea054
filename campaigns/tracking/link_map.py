"""The mail as it was frozen, with what people clicked written beside each link. Names nobody."""

from bs4 import BeautifulSoup, Tag
from django.utils.formats import number_format
from django.utils.translation import ngettext

from campaigns.models import Campaign, CampaignContent, TrackingClass
from campaigns.rendering.placeholders import Context, Slot, fill, split
from campaigns.tracking.statistics import LinkHits, by_link

BADGE = (
    "display:inline-block;margin:2px 4px;padding:2px 8px;border-radius:10px;"
    "background:#0f5c5c;color:#ffffff;font:bold 14px/1.4 sans-serif;text-decoration:none;"
)


def mapped_languages(campaign: Campaign) -> list[str]:
    """Those whose mails had links that count."""
    counted = campaign.contents.exclude(clicks=TrackingClass.NONE)
    return list(counted.order_by("locale").values_list("locale", flat=True).distinct())


def link_map(campaign: Campaign, locale: str) -> str | None:
    """A whole HTML document; None when no link of this language was counted."""
    counted = campaign.contents.exclude(clicks=TrackingClass.NONE).filter(locale=locale)
    content = counted.order_by("clicks", "opens").first()
    return _mapped(content, by_link(campaign)) if content is not None else None


def _mapped(content: CampaignContent, links: list[LinkHits]) -> str:
    known = {link.number: link for link in links}
    total = sum(link.clicks.person for link in links)
    soup = BeautifulSoup(content.html, "html.parser")
    for anchor in soup.find_all("a"):
        slot = _slot_of(anchor)
        link = known.get(slot.number) if slot and slot.name == "click" else None
        if link is not None:
            anchor["href"], anchor["target"], anchor["rel"] = link.url, "_blank", "noopener"
            anchor.insert_after(_badge(soup, link.clicks.person, total))
        elif slot is not None:
            del anchor["href"]
    for pixel in soup.find_all("img", width="1"):
        pixel.decompose()
    return fill(soup.decode(formatter="minimal"), {}, Context.HTML)


def _slot_of(anchor: Tag) -> Slot | None:
    chunks = split(str(anchor.get("href", "")))
    return chunks[0] if chunks and isinstance(chunks[0], Slot) else None


def _badge(soup: BeautifulSoup, clicks: int, total: int) -> Tag:
    badge = soup.new_tag("span", style=BADGE)
    words = ngettext("%(clicks)s click", "%(clicks)s clicks", clicks) % {
        "clicks": number_format(clicks, force_grouping=True)
    }
    share = f" · {round(100 * clicks / total)}\N{NO-BREAK SPACE}%" if total else ""
    badge.string = words + share
    return badge
