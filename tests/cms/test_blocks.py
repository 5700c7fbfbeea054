import pytest
from wagtail.blocks import StructBlockValidationError

from cms.blocks import TargetBlock


def test_a_target_is_a_page_or_an_address(home):
    block = TargetBlock()

    assert block.clean(block.to_python({"page": home.pk, "url": ""}))["page"].pk == home.pk
    assert block.clean(block.to_python({"page": None, "url": "https://example.org"}))["url"]


@pytest.mark.parametrize("address", ["", "https://example.org"])
def test_neither_and_both_are_refused(home, address):
    block = TargetBlock()
    page = home.pk if address else None

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": page, "url": address}))


def test_a_script_is_no_address():
    block = TargetBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": None, "url": "javascript:alert(1)"}))
