"""Subscribers from a file: read it, check each row, stage what is good, then write it at once."""
