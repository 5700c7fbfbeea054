"""Segments in the back office: a builder of rules with a live count that explains itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import any_permission_required
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from campaigns.models import Newsletter, Segment
from campaigns.segments.members import explain
from campaigns.segments.rules import SegmentRefused
from crm.viewsets.base import PlainWords, TeachingList


class CountPanel(Panel):
    """Where the count of what stands in the form appears, for a newsletter one may choose."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns/admin/segment_count_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "newsletters": Newsletter.objects.all()
            }


class CountColumn(Column):
    """Counted once the list is shown, one small request a row."""

    cell_template_name = "campaigns/admin/count_cell.html"


class WholeSaves:
    """Autosave would change who an approved letter goes to, rule by half-typed rule."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class SegmentCreateView(WholeSaves, CreateView):
    pass


class SegmentEditView(WholeSaves, EditView):
    pass


@any_permission_required("campaigns.add_segment", "campaigns.change_segment")
def count_form(request: HttpRequest) -> HttpResponse:
    """Counts the rules as they stand in the form, saved or not."""
    form_class = Segment.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=Segment(), for_user=request.user)
    if "rules-count" not in request.POST or "rules" in form.errors:
        return _refused(request, _("Complete the rules first; what is missing is shown there."))
    segment = Segment(rules=form.cleaned_data["rules"])
    return _counted(request, segment, request.POST.get("counted_for", ""))


@any_permission_required("campaigns.view_segment", "campaigns.change_segment")
def count_saved(request: HttpRequest, pk: int) -> HttpResponse:
    segment = get_object_or_404(Segment, pk=pk)
    return _counted(request, segment, request.GET.get("newsletter", ""))


def _counted(request: HttpRequest, segment: Segment, newsletter_id: str) -> HttpResponse:
    wanted = {"pk": newsletter_id} if newsletter_id.isdecimal() else {}
    newsletter = Newsletter.objects.filter(**wanted).first()
    if newsletter is None:
        return _refused(request, _("There is no newsletter yet: create one to count."))
    try:
        explanation = explain(newsletter, segment)
    except SegmentRefused as refused:
        return _refused(request, str(refused))
    context = {"explanation": explanation, "newsletter": newsletter, "page_title": segment.name}
    return render(request, _template(request, "explanation"), context)


def _refused(request: HttpRequest, sentence: Any) -> HttpResponse:
    return render(request, _template(request, "count_refused"), {"sentence": sentence})


def _template(request: HttpRequest, name: str) -> str:
    """A fragment for the script, a page for a browser without it."""
    asked_by_script = request.headers.get("X-Requested-With") == "fetch"
    return f"campaigns/admin/{name if asked_by_script else f'{name}_page'}.html"


class SegmentChooser(AdminSnippetChooser):
    """Wagtail makes its words of the model's name, which in French wants an article."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a segment")
        self.choose_another_text = _("Choose another segment")


class SegmentChooserViewSet(SnippetChooserViewSet):
    base_widget_class = SegmentChooser


class SegmentIndexView(TeachingList, IndexView):
    first_words = _(
        "No segment yet. A letter goes to all subscribers of its newsletter, or to those that a "
        "segment describes: a territory, a tag, a language, since when. While you describe it, "
        "you see how many people it is, and why."
    )
    add_item_label = _("Describe a segment")


class SegmentViewSet(PlainWords, SnippetViewSet):
    model = Segment
    icon = "group"
    menu_label = _("Segments")
    admin_url_namespace = "segment"
    base_url_path = "segments"
    copy_view_enabled = True
    list_display = [
        "name",
        Column("description", label=_("What it is for"), classname="campaign-optional"),
        CountColumn("count", label=_("Would be mailed")),
    ]
    search_fields = ["name", "description"]
    index_view_class = SegmentIndexView
    index_results_template_name = SegmentIndexView.results_template_name
    add_view_class = SegmentCreateView
    edit_view_class = SegmentEditView
    chooser_viewset_class = SegmentChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("description"),
            FieldPanel("rules"),
            CountPanel(heading=_("How many people?"), icon="group"),
        ]
    )

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("count/", count_form, name="count"),
            path("count/<int:pk>/", count_saved, name="count_saved"),
        ]
