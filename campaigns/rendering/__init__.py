"""From an issue to the e-mail, its plain text, its previews and its checks. Never sends."""
