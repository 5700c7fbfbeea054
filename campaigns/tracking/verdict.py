"""Did a person ask for this pixel or link, or a machine? Judged from the request, in memory.

Only the verdict and the rule's name are kept; the headers are forgotten. What needs several hits
to be seen (bursts, hits before the mail had arrived) is judged in bursts.py. The first rule of the
table that holds decides; what none knows is unsure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from campaigns.models import Event

MACHINE, PERSON, UNSURE = Event.Verdict.MACHINE, Event.Verdict.PERSON, Event.Verdict.UNSURE
AGENT = "HTTP_USER_AGENT"


@dataclass(frozen=True)
class Rule:
    """Holds when the request's `header` (by its CGI name) matches `pattern`, case ignored.

    Rules on other headers come first; those on the agent alone are remembered by agent.
    """

    name: str
    verdict: Event.Verdict
    header: str
    pattern: str
    source: str

    def matches(self, value: str) -> bool:
        return re.search(self.pattern, value, re.IGNORECASE) is not None


RULES = (
    Rule(
        "head", MACHINE, "REQUEST_METHOD", r"^HEAD$",
        "What shows a picture or a page asks with GET (RFC 9110, 9.3.2)",
    ),
    Rule(
        "prefetch", MACHINE, "HTTP_SEC_PURPOSE", r"prefetch|prerender",
        "https://fetch.spec.whatwg.org/#sec-purpose-header",
    ),
    Rule(
        "prefetch", MACHINE, "HTTP_PURPOSE", r"prefetch|preview",
        "https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Purpose (what came before it)",
    ),
    Rule("prefetch", MACHINE, "HTTP_X_PURPOSE", r"prefetch|preview", "Safari's older header"),
    Rule("prefetch", MACHINE, "HTTP_X_MOZ", r"prefetch", "Firefox's older header"),
    Rule(
        "no_agent", MACHINE, AGENT, r"^$",
        "Every browser and mail program names itself (RFC 9110, 10.1.5)",
    ),
    Rule(
        "apple_privacy", MACHINE, AGENT, r"^Mozilla/5\.0$",
        "Apple Mail Privacy Protection loads pictures whether the mail is read or not, "
        "and says no more than this: https://wordtothewise.com/2021/09/apple-mpp/",
    ),
    Rule(
        "gmail_prefetch", MACHINE, AGENT, r"Edge/12\.246 Mozilla/5\.0$",
        "Gmail, before it shows the mail: https://www.sparkpost.com/blog/gmail-prefetching-images/",
    ),
    Rule(
        "gmail", PERSON, AGENT, r"GoogleImageProxy",
        "Gmail, when the mail is shown: https://www.scientiamobile.com/what-is-google-image-proxy/",
    ),
    Rule(
        "yahoo", PERSON, AGENT, r"YahooMailProxy",
        "Yahoo, when the mail is shown: https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
    ),
    Rule(
        "microsoft_preview", MACHINE, AGENT,
        r"BingPreview|SkypeUriPreview|MSOffice Link|SafeLinks",
        "Outlook.com and Teams look at links for their reader: "
        "https://www.bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0",
    ),
    Rule(
        "scanner", MACHINE, AGENT,
        r"barracuda|proofpoint|mimecast|forcepoint|websense|symantec|messagelabs|fireeye|trellix"
        r"|trend ?micro|\bTMES\b|ironport|ciscosecureemail|sophos|fortimail|fortigate|sonicwall"
        r"|mcafee|kaspersky|bitdefender|\beset\b|f-secure|withsecure|vade ?(secure|retro)"
        r"|checkpoint|zscaler|cloudmark|mailguard|hornetsecurity|spamhaus|virustotal|urlscan"
        r"|cyren|clearswift|trustwave|phish|safe ?browsing|\bscan(ner|ning)?\b",
        "Security products that visit links before delivery name themselves so; families as in "
        "https://www.gmass.co/blog/false-opens-in-gmail/ and the vendors' own pages",
    ),
    Rule(
        "robot", MACHINE, AGENT,
        r"bot\b(?<!cubot)|bot/|crawl|spider|slurp|archiver|facebookexternalhit|whatsapp"
        r"|embedly|preview|link.?check|uptime|monitor|pingdom|datadog|newrelic"
        r"|lighthouse|hubspot connect|google-read-aloud|feedfetcher|mediapartners",
        "Robots and link previews name themselves so: https://www.robotstxt.org/db.html",
    ),
    Rule(
        "program", MACHINE, AGENT,
        r"curl|wget|python|urllib|aiohttp|httpx|go-http-client|java/|apache-httpclient|okhttp"
        r"|libwww|lwp|perl|ruby|php/|guzzle|node(-fetch|\.js)|axios|undici|\bgot\b|AHC/|postman"
        r"|insomnia|HeadlessChrome|PhantomJS|puppeteer|playwright|selenium|amazon cloudfront",
        "Libraries and browsers without a window announce themselves so by default",
    ),
    Rule(
        "mail_program", PERSON, AGENT,
        r"thunderbird|betterbird|microsoft outlook|outlook-(ios|android)|ms-office|MSOffice \d"
        r"|microsoft office|airmail|postbox|lotus-notes|evolution|k9mail|mailspring|samsung ?email"
        r"|^Mozilla/5\.0 \((Macintosh|iPhone|iPad)[^)]*\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\)"
        r"( Mobile/\w+)?$",
        "Mail programs, Apple Mail without its proxy included",
    ),
    Rule(
        "browser", PERSON, AGENT,
        r"^Mozilla/5\.0 \(.+\).*(Firefox/|Chrome/|CriOS/|FxiOS/|Version/[\d.]+.* Safari/|Edg\w*/"
        r"|OPR/|Trident/|Gecko/\d)",
        "A browser's full name: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5",
    ),
    Rule("browser", PERSON, AGENT, r"^Mozilla/\d\.0 \(compatible; MSIE ", "Internet Explorer"),
)  # fmt: skip


def judge(request: Mapping[str, Any]) -> tuple[str, str]:
    """(verdict, rule) for a WSGI environment, which is also Django's request.META."""
    for rule in RULES[:_RULES_ON_AGENT]:
        if rule.header in request and rule.matches(request[rule.header]):
            return rule.verdict.value, rule.name
    return _judge_agent(request.get(AGENT, "").strip()[:400])


@lru_cache(maxsize=5000)
def _judge_agent(agent: str) -> tuple[str, str]:
    """The few agents of one day repeat; nothing but this process's memory holds them."""
    for rule in RULES[_RULES_ON_AGENT:]:
        if rule.matches(agent):
            return rule.verdict.value, rule.name
    return UNSURE.value, "unknown_agent"


_RULES_ON_AGENT = next(n for n, rule in enumerate(RULES) if rule.header == AGENT)
