from cms.stitch import stitch_path


def test_the_same_seed_gives_the_same_line():
    first = stitch_path(7, loops=5, width=400, height=100)

    assert first == stitch_path(7, loops=5, width=400, height=100)
    assert first != stitch_path(8, loops=5, width=400, height=100)


def test_the_line_runs_from_edge_to_edge():
    path = stitch_path(1, loops=5, width=400, height=100)

    start, end = path[1:].split("C")[0].split(), path.split("C")[-1].split()[-2:]
    assert start[0] == "0"
    assert end[0] == "400"


def test_it_stays_light():
    assert len(stitch_path(3, loops=12, width=1200, height=120)) < 3000
