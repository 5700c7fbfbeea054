import gzip

import pytest
from django.http import FileResponse, HttpResponse

from config.compression import CompressionMiddleware

TEXT = b"the same words, again and again. " * 100


@pytest.fixture
def ask(rf):
    def ask(response, accepted="gzip, br"):
        middleware = CompressionMiddleware(lambda request: response)
        return middleware(rf.get("/", headers={"Accept-Encoding": accepted}))

    return ask


def test_a_page_travels_compressed(ask):
    answer = ask(HttpResponse(TEXT))

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(TEXT) / 5
    assert gzip.decompress(answer.content) == TEXT


def test_only_where_the_browser_can_unpack_it(ask):
    assert ask(HttpResponse(TEXT), accepted="identity").content == TEXT


def test_a_file_keeps_its_length(ask, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(TEXT)

    with path.open("rb") as file:
        answer = ask(FileResponse(file))

        assert "Content-Encoding" not in answer
        assert int(answer["Content-Length"]) == len(TEXT)


def test_the_products_own_pages_are(client):
    answer = client.get("/account/login/", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
