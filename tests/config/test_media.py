import pytest


@pytest.fixture
def put(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def write(path: str, content: bytes = b"\x89PNG\r\n\x1a\n"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    return write


def test_a_rendition_is_shown(client, put):
    put("images/logo.width-100.png")

    answer = client.get("/media/images/logo.width-100.png")

    assert answer["Content-Type"] == "image/png"
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.xml", "x"])
def test_what_a_browser_could_run_is_only_saved(client, put, name):
    put(f"images/{name}", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")

    answer = client.get(f"/media/images/{name}")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "path",
    [
        "documents/report.pdf",
        "original_images/gated.jpg",
        "images/../documents/report.pdf",
        "images/%2e%2e/documents/report.pdf",
        "images//../documents/report.pdf",
        "images/",
        "images/missing.png",
    ],
)
def test_everything_else_is_not_here(client, put, path):
    put("documents/report.pdf")
    put("original_images/gated.jpg")
    put("images/other.png")

    assert client.get(f"/media/{path}").status_code == 404
