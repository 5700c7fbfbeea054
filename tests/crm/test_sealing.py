from crm.sealing import seal, unseal


def test_only_the_ring_opens_what_it_sealed(settings):
    settings.TOKEN_KEYS = ["first"]
    sealed = seal("zoe@example.org")

    assert "zoe" not in sealed
    assert unseal(sealed) == "zoe@example.org"
    settings.TOKEN_KEYS = ["second", "first"]
    assert unseal(sealed) == "zoe@example.org"
    settings.TOKEN_KEYS = ["second"]
    assert unseal(sealed) is None


def test_what_is_no_seal_is_none():
    assert unseal("") is None
    assert unseal("zoé@example.org") is None
