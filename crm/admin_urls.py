"""Addresses under /admin/network/ that no viewset owns."""

from django.urls import path

from crm.views.follow_ups import mark_follow_up_done, reopen_follow_up
from crm.views.log_meeting import log_meeting
from crm.views.processing_register import processing_register
from crm.views.suggest import suggest
from crm.views.yearly_figures import yearly_figures

urlpatterns = [
    path("log/", log_meeting, name="log_meeting"),
    path("figures/", yearly_figures, name="yearly_figures"),
    path("processing/", processing_register, name="processing_register"),
    path("suggest/<slug:model_name>/", suggest, name="suggest"),
    path("follow-ups/<int:pk>/done/", mark_follow_up_done, name="mark_follow_up_done"),
    path("follow-ups/<int:pk>/reopen/", reopen_follow_up, name="reopen_follow_up"),
]
