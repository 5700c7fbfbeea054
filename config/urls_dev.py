"""The product's addresses, and the development mailbox before them."""

from django.urls import path

from config.dev import mailbox
from config.urls import urlpatterns as product_urlpatterns

urlpatterns = [
    path("dev/mailbox/", mailbox.mailbox, name="mailbox"),
    path("dev/mailbox/<str:name>/", mailbox.mailbox_message, name="mailbox_message"),
    path("dev/mailbox/<str:name>/html/", mailbox.mailbox_html, name="mailbox_html"),
    *product_urlpatterns,
]
