from tests.factories.cms import StandardPageFactory, in_english

HEADINGS = [("heading", "Un"), ("heading", "Un"), ("heading", "Trois")]


def test_every_block_finds_its_look(home, client):
    target = {"page": home, "url": ""}
    body = [
        ("heading", "Une partie"),
        ("text", "<p>Du <b>texte</b>.</p>"),
        ("quote", {"text": "On se rencontre.", "author": "Louis"}),
        ("button", {"label": "Aller", "target": target}),
        ("key_figure", {"value": "7 millions", "caption": "isolés", "source": ""}),
        ("call_to_action", {"title": "Et vous", "text": "", "label": "Oser", "target": target}),
        ("separator", None),
    ]
    page = client.get(StandardPageFactory(parent=home, body=body).url).content.decode()

    for words in ("Une partie</h2>", "<b>texte</b>", "On se rencontre.", ">Aller</a>"):
        assert words in page
    for words in ("7 millions", "Et vous", 'class="separator"'):
        assert words in page


def test_a_long_page_has_a_table_of_contents_with_different_anchors(home, client):
    page = client.get(StandardPageFactory(parent=home, body=HEADINGS).url).content.decode()

    anchors = [part.split('"')[0] for part in page.split('href="#un-')[1:]]
    assert len(set(anchors)) == 2
    assert all(f'id="un-{anchor}"' in page for anchor in anchors)


def test_a_short_page_has_none(home, client):
    page = client.get(StandardPageFactory(parent=home, body=HEADINGS[:2]).url).content.decode()

    assert 'class="contents"' not in page


def test_it_says_where_one_is(home, client):
    parent = StandardPageFactory(parent=home, title="Le réseau")
    page = client.get(StandardPageFactory(parent=parent).url).content.decode()

    trail = page.split('class="breadcrumb"')[1].split("</nav>")[0]
    assert trail.index("Accueil") < trail.index("Le réseau")


def test_it_leads_to_its_translation(home, client):
    page = StandardPageFactory(parent=home, slug="reseau")
    english = in_english(page, slug="network", title="The network")

    answer = client.get(page.url).content.decode()

    assert 'hreflang="en"' in answer
    assert f'href="{english.url}"' in answer
    assert "The network" in client.get("/en/network/").content.decode()
