"""The web process. A database of another version of Maille is left alone, with a sentence."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django_application = get_wsgi_application()

# Its modules need the apps that get_wsgi_application has set up.
from campaigns.tracking.shortcut import answer_hits_first  # noqa: E402
from crm.database_version import refusal_at_start  # noqa: E402

if sentence := refusal_at_start():
    sys.exit(sentence)
# Requests have threads and connections of their own
connections.close_all()

application = answer_hits_first(django_application)
