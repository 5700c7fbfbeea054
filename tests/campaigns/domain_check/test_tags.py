from campaigns.domain_check.tags import parse_tags, written


def test_tags_are_read_and_written_again():
    tags = parse_tags(" V=DMARC1 ;p = none;; broken; rua=mailto:a@b.org?x=y")

    assert tags == {"v": "DMARC1", "p": "none", "rua": "mailto:a@b.org?x=y"}
    assert written(tags) == "v=DMARC1; p=none; rua=mailto:a@b.org?x=y"
