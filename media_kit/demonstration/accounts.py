"""The people who sign in: two write letters, since one approves what the other wrote."""

from crm.models import User
from crm.roles import Role, give_role

PASSWORD = "maille-demo"
PEOPLE = (
    ("communication", "Claire", "Moreau", Role.COMMUNICATION),
    ("relecture", "Rachid", "Benali", Role.COMMUNICATION),
    ("partenariats", "Paul", "Girard", Role.PARTNERSHIPS),
    ("admin", "Adèle", "Fontaine", Role.ADMINISTRATOR),
)


def load() -> None:
    for local, first_name, last_name, role in PEOPLE:
        email = f"{local}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email, PASSWORD, first_name=first_name, last_name=last_name
        )
        give_role(user, role)
