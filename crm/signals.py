"""What happened in the CRM, told to whoever stands above. Sent inside the transaction."""

from django.dispatch import Signal

meeting_held = Signal()  # meeting
follow_up_done = Signal()  # follow_up
stage_changed = Signal()  # cooperation, stage (the new CooperationStage)
