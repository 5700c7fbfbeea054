"""The rule blocks a segment may hold. What each means in SQL stands in segments/rules.py.

To add a rule: a block here, a class of the same name in RULES there, a migration, a test.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError

from campaigns.blocks import choices

NO_RULES = _("This segment has no rules: add one, or leave the segment out to write to everyone.")


class RulesBlock(blocks.StreamBlock):
    """A list of rules; an empty one would mean "everybody" or "nobody", so it is refused.

    Wagtail drops stored blocks of a type it does not know. Here that would write to more people
    than meant, so their names are kept in `unknown_types` and segments/rules.py refuses them.
    """

    def to_python(self, value):
        stream = super().to_python(value)
        if isinstance(value, list):
            stream.unknown_types = self._unknown_types(value)
        return stream

    def bulk_to_python(self, values):
        streams = super().bulk_to_python(values)
        for stream, raw in zip(streams, values, strict=True):
            stream.unknown_types = self._unknown_types(raw)
        return streams

    def _unknown_types(self, raw: list) -> list[str]:
        types = [child["type"] for child in raw if isinstance(child, dict)]
        return [name for name in types if name not in self.child_blocks]

    def clean(self, value):
        if not value:
            raise StreamBlockValidationError(non_block_errors=[ValidationError(NO_RULES)])
        return super().clean(value)


def _simple_rules() -> list[tuple[str, blocks.Block]]:
    several = forms.CheckboxSelectMultiple
    return [
        (
            "language",
            blocks.MultipleChoiceBlock(
                choices=choices.languages, widget=several, label=_("Language"), icon="globe"
            ),
        ),
        (
            "territory",
            blocks.ListBlock(
                blocks.ChoiceBlock(choices=choices.territories, label=_("Territory")),
                label=_("Territory"),
                icon="site",
                help_text=_("Lives in one of these territories."),
            ),
        ),
        (
            "tag",
            blocks.MultipleChoiceBlock(
                choices=choices.tags, widget=several, label=_("Tag"), icon="tag"
            ),
        ),
        ("subscribed_since", blocks.DateBlock(label=_("Subscribed since"), icon="date")),
        ("subscribed_before", blocks.DateBlock(label=_("Subscribed before"), icon="date")),
        (
            "newsletter",
            blocks.MultipleChoiceBlock(
                choices=choices.newsletters,
                widget=several,
                label=_("Subscribed to the newsletter"),
                icon="mail",
            ),
        ),
    ]


def _rules(levels: int) -> list[tuple[str, blocks.Block]]:
    """The simple rules, and groups that hold rules again for as many levels as are left.

    Groups of one level share their inner blocks, so the editor receives each only once.
    """
    simple = _simple_rules()
    inner = simple
    for _level in range(levels):
        inner = [*simple, *_groups(inner)]
    return inner


def _groups(inner: list[tuple[str, blocks.Block]]) -> list[tuple[str, blocks.Block]]:
    return [
        (name, RulesBlock(inner, label=label, icon=icon))
        for name, label, icon in (
            ("all", _("All of these rules"), "folder-open-1"),
            ("any", _("At least one of these rules"), "folder-inverse"),
            ("none", _("None of these rules"), "circle-xmark"),
        )
    ]


class SegmentRules(RulesBlock):
    """Every rule of this list must be met."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__(local_blocks or _rules(levels=2), **kwargs)
