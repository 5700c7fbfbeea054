"""Whether a domain is ready to send letters, from what the DNS says of it."""
