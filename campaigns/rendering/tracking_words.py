"""What the foot of a mail says of tracking: true of openings and of clicks, each by its class."""

from django.utils.translation import gettext, gettext_noop

from campaigns.models import TrackingClass

BOTH = {
    TrackingClass.IDENTIFIED: gettext_noop(
        "You agreed that we count your openings and your clicks; you may change your mind at any "
        "moment."
    ),
    TrackingClass.ANONYMOUS: gettext_noop(
        "Openings and clicks are counted in total only, without knowing who you are."
    ),
    TrackingClass.NONE: gettext_noop("This mail counts neither openings nor clicks."),
}
OPENS = {
    TrackingClass.IDENTIFIED: gettext_noop("You agreed that we count your openings."),
    TrackingClass.ANONYMOUS: gettext_noop(
        "Openings are counted in total only, without knowing who you are."
    ),
    TrackingClass.NONE: gettext_noop("Your openings are not counted."),
}
CLICKS = {
    TrackingClass.IDENTIFIED: gettext_noop("You agreed that we count your clicks."),
    TrackingClass.ANONYMOUS: gettext_noop(
        "Clicks are counted in total only, without knowing who you are."
    ),
    TrackingClass.NONE: gettext_noop("Your clicks are not counted."),
}


def said_of_tracking(opens: TrackingClass, clicks: TrackingClass) -> str:
    """In the language that is active."""
    if opens == clicks:
        return gettext(BOTH[opens])
    return f"{gettext(OPENS[opens])} {gettext(CLICKS[clicks])}"
