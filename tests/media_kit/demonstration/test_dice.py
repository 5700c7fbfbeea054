import datetime as dt

from media_kit.demonstration.dice import Dice


def test_chance_falls_the_same_way_twice():
    assert [Dice("a").name() for _ in range(3)] == [Dice("a").name() for _ in range(3)]


def test_parts_do_not_share_their_chance():
    assert Dice("a").name() != Dice("b").name()


def test_shares_add_up():
    shares = Dice("a").shares(725, 66, least=5)

    assert (len(shares), sum(shares)) == (66, 725)
    assert min(shares) >= 5


def test_spread_gives_each_its_number():
    assert sorted(Dice("a").spread({"x": 2, "y": 1})) == ["x", "x", "y"]


def test_no_address_comes_twice_and_all_are_examples():
    dice = Dice("a")

    addresses = [dice.address("Anne", "Martin") for _ in range(50)]

    assert len(set(addresses)) == 50
    assert all(address.split("@")[1].startswith("example.") or address.endswith(".example")
               for address in addresses)  # fmt: skip


def test_working_days_are_no_weekend():
    dice = Dice("a")
    first, last = dt.date(2018, 1, 1), dt.date(2018, 12, 31)

    assert all(dice.working_day(first, last).weekday() < 5 for _ in range(100))
