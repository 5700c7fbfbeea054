"""Sentences of Wagtail's whose French would have to know the gender of what it names: « un(e) ».

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
)
