"""Who in the address book is meant by a name or a number; two of one name are never mixed up."""

from django.utils.translation import gettext as _

from crm.alphabet import alphabetical
from crm.models import Person

LISTED = 10
LONGEST_NUMBER = 18


class NotOne(Exception):
    """Says in one sentence who might be meant, or that nobody is."""


def one_person(typed: str) -> Person:
    """By number (“#12” or “12”, as in the address of their page) or by the whole name."""
    number = typed.strip().removeprefix("#")
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        found = list(Person.objects.filter(pk=int(number)))
    else:
        found = _of_name(typed)
    if not found:
        raise NotOne(
            _("Nobody in the address book is “%(typed)s”: give the whole name, or #number.")
            % {"typed": typed.strip()}
        )
    if len(found) > 1:
        raise NotOne(
            _("Several people have this name: %(people)s. Give the number of one.")
            % {"people": "; ".join(map(described, found[:LISTED]))}
        )
    return found[0]


def described(person: Person) -> str:
    """With what tells namesakes apart."""
    posts = ", ".join(str(post.organisation) for post in person.positions.all()[:2])
    return f"#{person.pk} {person}" + (f" ({posts})" if posts else "")


def _of_name(typed: str) -> list[Person]:
    wanted = alphabetical(" ".join(typed.split()))
    last_word = wanted.rpartition(" ")[2]
    near = Person.objects.filter(last_name__plain__endswith=last_word) if last_word else []
    return [person for person in near if alphabetical(str(person)) == wanted]
