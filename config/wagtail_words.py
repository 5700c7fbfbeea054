"""Sentences of Wagtail's whose French would have to know a gender: « un(e) », « sûr(e) ».

Named here, they stand in our own catalogue too, which counts before Wagtail's
(https://docs.djangoproject.com/en/5.2/topics/i18n/translation/#how-django-discovers-translations).
"""

from django.utils.translation import gettext_noop

SAID_OTHERWISE = (
    gettext_noop("Add %(label)s"),
    gettext_noop("Add %(model_name)s"),
    gettext_noop("Choose another"),
    gettext_noop("Create a new %(model_name)s"),
    gettext_noop("No %(model_name)s match your query."),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete this collection?"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Are you sure you want to delete these pages?"),
    gettext_noop("Are you sure you want to move this page into '%(title)s'?"),
    gettext_noop(
        "Are you sure you want to move this page and all of its children into '%(title)s'?"
    ),
    gettext_noop("Are you sure you want to move these pages?"),
    gettext_noop("Are you sure you want to publish these pages?"),
    gettext_noop("Are you sure you want to unpublish this page?"),
    gettext_noop("Are you sure you want to unpublish these pages?"),
    gettext_noop("Would you still like to publish this page?"),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("Are you sure you want to delete this redirect?"),
    gettext_noop("Are you sure you want to delete this group?"),
    gettext_noop("Are you sure you want to delete this site?"),
)
