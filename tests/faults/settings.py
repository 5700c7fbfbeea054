"""For processes of a house of its own: a worker that was killed is missed after seconds."""

from tests.browser.settings import *

SEND_LEASE_SECONDS = 5
