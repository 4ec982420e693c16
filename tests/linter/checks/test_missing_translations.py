"""Texts that lack a language of the title (KD532)."""

from library import HEAD, REST, found, whole


class TestTranslations:
    """KD532 translation missing."""

    TITLE = HEAD.replace("en: Library", "vi: Chuẩn thư viện\nen: Library")

    def test_one_for_each_thing(self):
        rest = REST.replace("en: There is a catalogue", "en: There is a catalogue, vi: Có danh mục")
        assert found(whole(head=self.TITLE, rest=rest), "KD532") == ["tree[1]"]

    def test_one_where_most_is_not_said(self):
        assert found(whole(head=self.TITLE), "KD532") == ["vi"]

    def test_what_has_no_text_is_not_meant(self):
        rest = REST.replace("en: There is a catalogue", "tags: []").replace(", en: The room is well lit", "")
        assert found(whole(head=self.TITLE, rest=rest), "KD532") == []

    def test_other_languages_count(self):
        head = HEAD.replace("source:", "text: {fi: Kirjasto}\nsource:")
        rest = REST.replace("{id: '1', ", "").replace("well lit", "well lit, text: {fi: Valoisa}")
        assert found(whole(head=head, rest=rest), "KD532") == ["tree[0]"]
