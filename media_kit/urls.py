from django.urls import path

from media_kit import views

urlpatterns = [
    path("media-kit/items/<int:pk>/", views.kit_item, name="kit_item"),
    path("media-kit/<int:pk>/kit.zip", views.whole_kit, name="whole_kit"),
]
