from django.db import connection
from django.test import RequestFactory

from campaigns.management.benchmarks import plain_view


def test_each_hit_is_a_row():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {plain_view.TABLE} (token text)")
        answer = plain_view.hit(RequestFactory().get("/"), "abc")
        cursor.execute(f"SELECT token FROM {plain_view.TABLE}")
        rows = cursor.fetchall()
        cursor.execute(f"DROP TABLE {plain_view.TABLE}")

    assert rows == [("abc",)]
    assert answer["Content-Length"] == str(len(answer.content))
