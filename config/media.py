"""Serves what is public under /media/: renditions of images, and nothing else.

Documents and originals go through their own views, which know who may have them.
"""

import mimetypes
import posixpath
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

# What a browser may show; anything else is only ever saved
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    clean = posixpath.normpath(path)
    if not clean.startswith(tuple(settings.PUBLIC_MEDIA_FOLDERS)) or clean != path:
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, clean)).open("rb")  # noqa: SIM115
    except (OSError, ValueError):
        raise Http404 from None
    kind = mimetypes.guess_type(clean)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=kind not in SHOWN)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
