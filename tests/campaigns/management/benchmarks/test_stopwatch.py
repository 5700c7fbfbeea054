from campaigns.management.benchmarks.stopwatch import memory_now, memory_peak, stopwatch


def test_it_counts_seconds_and_cpu():
    with stopwatch() as taken:
        sum(range(1_000_000))

    assert taken.seconds > 0
    assert taken.cpu > 0


def test_memory_never_peaked_below_what_it_is():
    assert 0 < memory_now() <= memory_peak()
