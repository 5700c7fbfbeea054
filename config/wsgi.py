import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django_application = get_wsgi_application()

# Its modules need the apps that get_wsgi_application has set up.
from campaigns.tracking.shortcut import answer_hits_first  # noqa: E402

application = answer_hits_first(django_application)
