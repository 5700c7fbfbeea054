from django.db import connection

from campaigns.management.benchmarks.yardsticks import THERE, bare_rates


def test_each_yardstick_gives_a_rate_and_leaves_no_table():
    rates = bare_rates(1_200)

    assert rates.keys() > THERE[connection.vendor].keys()
    assert all(rate > 0 for rate in rates.values())
    assert not [
        name for name in connection.introspection.table_names() if name.startswith("bare_")
    ]
