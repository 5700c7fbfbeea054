from campaigns.forms.subscriber_export import ExportForm
from tests.factories.campaigns import NewsletterFactory


def test_a_list_is_not_taken_without_saying_what_for():
    letter = NewsletterFactory()

    form = ExportForm({"newsletter": letter.pk, "format": "csv", "reason": " "})

    assert list(form.errors) == ["reason"]
