"""What `make run` uses, with the files of the pages in a folder of the test's own."""

import os

from config.settings.dev import *

MEDIA_ROOT = os.environ["TEST_MEDIA_ROOT"]
CALL_BACK_SECONDS = 0
# Found once, when the process starts: nobody edits them meanwhile.
WHITENOISE_AUTOREFRESH = False
