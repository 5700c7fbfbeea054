"""The order of names as a reader expects it, the same on every database."""

from unicodedata import combining, normalize

# As PostgreSQL's `unaccent` has it
SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})


def alphabetical(name: str) -> str:
    """A key to sort by: neither accents nor capitals count, so that Île-de-France is an I."""
    letters = normalize("NFKD", name)
    plain = "".join(letter for letter in letters if not combining(letter))
    return plain.casefold().translate(SPELT_OUT)
