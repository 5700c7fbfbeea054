"""French as it is said: the day, then “à”, then the time."""

DATETIME_FORMAT = "j F Y à H:i"
