"""What people type into a search field, made harmless."""

LONGEST = 100


def search_words(typed: str) -> str:
    """Without what the databases trip over: SQLite's full-text search does on a double quote."""
    return " ".join(typed.replace("\0", " ").replace('"', " ").split())[:LONGEST]
