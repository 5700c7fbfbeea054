from django.utils.translation import override

from campaigns.importing.proofs import proof_of, proof_of_undoing, proofs_of


def test_a_proof_is_in_the_language_of_the_house_whoever_imports(settings):
    with override("en"):
        french = proof_of("people.csv", " Forum "), proof_of_undoing("people.csv")
    settings.LANGUAGE_CODE = "en"
    with override("fr"):
        english = proof_of("people.csv", ""), proof_of_undoing("people.csv")

    assert french == ("Forum – people.csv, ligne ", "people.csv, import annulé")
    assert english == ("people.csv, row ", "people.csv, undone")


def test_a_proof_is_known_again_in_every_language():
    assert set(proofs_of("people.csv", "")) == {"people.csv, ligne ", "people.csv, row "}


def test_the_longest_proof_leaves_room_for_the_number():
    assert max(map(len, proofs_of("f" * 300, "s" * 300))) + len("1048576") <= 300
