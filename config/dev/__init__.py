"""What only a development machine runs: the launcher, the mail catcher and its page."""
