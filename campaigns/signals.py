"""What happened to letters, told to whoever stands above. Sent inside the transaction."""

from django.dispatch import Signal

subscription_confirmed = Signal()  # subscription
unsubscribed = Signal()  # subscription, source (Consent.Source), delivery or None
campaign_started = Signal()  # campaign
campaign_finished = Signal()  # campaign
