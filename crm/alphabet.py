"""The order of names as a reader expects it, the same on every database."""

from unicodedata import combining, normalize


def alphabetical(name: str) -> str:
    """A key to sort by: neither accents nor capitals count, so that Île-de-France is an I."""
    letters = normalize("NFKD", name)
    return "".join(letter for letter in letters if not combining(letter)).casefold()
