"""Sign-up, and the pages behind the links of our mails. None has a language prefix."""

from django.urls import include, path

from campaigns.feeds import IssueFeed
from campaigns.views.confirmation import confirm
from campaigns.views.going_on import going_on
from campaigns.views.hits import click, open_pixel
from campaigns.views.moving import ask_to_move, move
from campaigns.views.my_data import ask_data_link, my_data
from campaigns.views.preferences import preferences, preferences_link
from campaigns.views.sign_up import subscribe, subscribe_to_several
from campaigns.views.tracking import tracking
from campaigns.views.unsubscription import unsubscribe
from campaigns.views.webhooks import tracking_doors

urlpatterns = [
    path("feeds/<slug:slug>/", IssueFeed(), name="issue_feed"),
    path("newsletters/subscribe/", subscribe_to_several, name="subscribe_to_several"),
    path("newsletters/<slug:slug>/subscribe/", subscribe, name="subscribe"),
    path("confirm/<str:token>/", confirm, name="confirm"),
    path("preferences/", preferences_link, name="preferences_link"),
    path("preferences/<str:token>/", preferences, name="preferences"),
    path("preferences/<str:token>/data/", ask_data_link, name="ask_data_link"),
    path("preferences/<str:token>/address/", ask_to_move, name="ask_to_move"),
    path("preferences/<str:token>/tracking/", tracking, name="tracking"),
    path("preferences/<str:token>/go-on/", going_on, name="going_on"),
    path("address/<str:token>/", move, name="move"),
    path("my-data/<str:token>/", my_data, name="my_data"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("o/<str:token>.gif", open_pixel, name="open_pixel"),
    path("c/<str:token>", click, name="click"),
    path("webhooks/anymail/", include((tracking_doors(), "anymail"))),
]
