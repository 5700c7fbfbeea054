import pytest
from django.db import connection


def test_postgresql_compiles_no_query():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite never does")

    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
