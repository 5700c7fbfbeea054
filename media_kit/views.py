"""The addresses under /media-kit/ from which files leave."""

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from media_kit import bundles, downloads


@require_safe
def kit_item(request: HttpRequest, pk: int) -> HttpResponseBase:
    item = get_object_or_404(downloads.open_items(), pk=pk)
    if request.method == "GET":
        downloads.count_item(item)
    return FileResponse(
        item.asset.file.open("rb"), as_attachment=True, filename=bundles.download_name(item)
    )


@require_safe
def whole_kit(request: HttpRequest, pk: int) -> HttpResponseBase:
    page = get_object_or_404(downloads.open_pages(), pk=pk)
    stream = bundles.bundle(page, downloads.open_items().filter(page=page).order_by("sort_order"))
    if request.method == "GET":
        downloads.count_kit(page)
    response = StreamingHttpResponse(stream, content_type="application/zip")
    response.headers["Content-Length"] = str(len(stream))
    name = slugify(page.title) or "media-kit"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
