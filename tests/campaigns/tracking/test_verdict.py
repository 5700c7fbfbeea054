from pathlib import Path

import pytest
from django.conf import settings

from campaigns.tracking.verdict import RULES, judge

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
SAFARI_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
AGENTS = [
    (CHROME, "person", "browser"),
    (SAFARI_PHONE, "person", "browser"),
    (CHROME + " Edg/141.0.0.0", "person", "browser"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "person",
     "browser"),
    ("Mozilla/5.0 (Linux; Android 9; CUBOT X18) AppleWebKit/537.36 Chrome/140.0.0.0", "person",
     "browser"),
    ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Trident/7.0)", "person", "browser"),
    ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.5257; ms-office; "
     "MSOffice 16)", "person", "mail_program"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.3.0", "person",
     "mail_program"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
     "person", "mail_program"),
    ("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
     "person", "gmail"),
    ("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", "person",
     "yahoo"),
    ("Mozilla/5.0", "machine", "apple_privacy"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0", "machine", "gmail_prefetch"),
    ("Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
     "machine", "microsoft_preview"),
    ("Barracuda Sentinel (EE)", "machine", "scanner"),
    ("Mozilla/5.0 (compatible; Proofpoint URL Defense)", "machine", "scanner"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "machine",
     "robot"),
    ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "machine", "robot"),
    ("facebookexternalhit/1.1", "machine", "robot"),
    ("WhatsApp/2.23.20.0", "machine", "robot"),
    ("python-requests/2.32.3", "machine", "program"),
    ("curl/8.5.0", "machine", "program"),
    ("Go-http-client/2.0", "machine", "program"),
    (CHROME.replace("Chrome/", "HeadlessChrome/"), "machine", "program"),
    ("", "machine", "no_agent"),
    ("Something of its own/1.0", "unsure", "unknown_agent"),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "verdict", "rule"), AGENTS)
def test_agents_are_told_apart(agent, verdict, rule):
    request = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": agent}

    assert judge(request) == (verdict, rule)


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [
        ("REQUEST_METHOD", "HEAD", "head"),
        ("HTTP_SEC_PURPOSE", "prefetch;prerender", "prefetch"),
        ("HTTP_PURPOSE", "prefetch", "prefetch"),
        ("HTTP_X_PURPOSE", "preview", "prefetch"),
        ("HTTP_X_MOZ", "prefetch", "prefetch"),
    ],
)
def test_what_no_reader_sends_is_a_machine_even_under_a_browser_s_name(header, value, rule):
    request = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": CHROME, header: value}

    assert judge(request) == ("machine", rule)


def test_a_request_without_an_agent_is_a_machine():
    assert judge({"REQUEST_METHOD": "GET"}) == ("machine", "no_agent")


def test_every_rule_says_where_it_comes_from_and_fits_its_column():
    assert all(rule.source and len(rule.name) <= 40 and " " not in rule.name for rule in RULES)


def test_every_rule_on_agents_is_shown_by_an_example():
    shown = {rule for _agent, _verdict, rule in AGENTS}

    assert {rule.name for rule in RULES if rule.header == "HTTP_USER_AGENT"} <= shown


def test_every_rule_stands_in_the_table_that_people_read():
    table = (Path(settings.BASE_DIR) / "docs" / "verdicts.md").read_text()
    requests = {(rule.name, rule.verdict.value) for rule in RULES}
    hindsight = {"honeypot", "before_acceptance", "burst", "follows_head", "beside_honeypot"}

    assert all(f"| `{name}` | {verdict} |" in table for name, verdict in requests)
    assert all(f"| `{name}` |" in table for name in hindsight | {"flood", "unknown_agent"})
