import pytest
from django.test import RequestFactory

from campaigns.views.origin import is_from_our_site


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://testserver.elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({}, True),
    ],
)
def test_where_the_form_stood(headers, ours):
    assert is_from_our_site(RequestFactory().post("/", headers=headers)) is ours
