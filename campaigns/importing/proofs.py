"""What an import writes into the ledger as its proof, in the language of the house."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override


def proof_of(file_name: str, consent_source: str, language: str = "") -> str:
    """All but the row's number, which comes last; the whole fits the ledger's 300 characters."""
    source = f"{consent_source.strip()[:180]} – " if consent_source.strip() else ""
    with override(language or settings.LANGUAGE_CODE):
        # Translators: nothing may follow the number
        return source + _("%(file)s, row %(number)s") % {"file": file_name[:80], "number": ""}


def proofs_of(file_name: str, consent_source: str) -> tuple[str, ...]:
    """Whatever language the house had when the rows were written; all were English once."""
    languages = dict.fromkeys(["en", *dict(settings.LANGUAGES)])
    return tuple(proof_of(file_name, consent_source, language) for language in languages)


def proof_of_undoing(file_name: str) -> str:
    with override(settings.LANGUAGE_CODE):
        return _("%(file)s, undone") % {"file": file_name[:200]}
