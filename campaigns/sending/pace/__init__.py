"""How fast mails may leave: buckets of tokens, hours, and the limits that are in force."""
