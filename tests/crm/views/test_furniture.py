from crm.views.furniture import furniture


def test_a_page_says_where_it_stands():
    header = furniture("Chiffres de l’année", "decimal")

    home, here = header["breadcrumbs_items"]
    assert home["url"] == "/admin/"
    assert here["label"] == header["header_title"] == "Chiffres de l’année"
