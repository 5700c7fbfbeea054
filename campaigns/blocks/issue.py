"""The blocks an issue may hold. No queries here.

To add one: a class here, a builder in rendering/parts.py, its templates in campaigns/mail/blocks
(.mjml.html, .txt) and campaigns/blocks (.html), a migration, a test.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol", "h3"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Title")
        template = "campaigns/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "campaigns/blocks/image.html"


class ButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label=_("Words on the button"), max_length=60, help_text=_("A verb says it best.")
    )
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False, max_length=2000)

    class Meta:
        icon = "link"
        label = _("Button")
        template = "campaigns/blocks/button.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if cleaned.get("page") and cleaned.get("url"):
            message = _("Choose a page of the site or type an address: one of the two.")
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


class ArticleBlock(blocks.StructBlock):
    """Title, summary and picture come from the page, in the language of the issue."""

    page = blocks.PageChooserBlock(label=_("Page"))
    title = blocks.CharBlock(
        label=_("Other title"),
        required=False,
        max_length=150,
        help_text=_("Leave empty to take the page's own."),
    )
    summary = blocks.TextBlock(
        label=_("Other summary"),
        required=False,
        max_length=500,
        help_text=_("Leave empty to take the page's own."),
    )
    with_image = blocks.BooleanBlock(label=_("With its image"), required=False, default=True)

    class Meta:
        icon = "doc-full"
        label = _("Article from the site")
        template = "campaigns/blocks/article.html"


class KeyFigureBlock(blocks.StructBlock):
    """Typed, not read from a record: a letter that was sent must not change with the figures."""

    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    caption = blocks.CharBlock(label=_("What it counts"), max_length=150)
    source = blocks.CharBlock(label=_("Source and date"), required=False, max_length=150)

    class Meta:
        icon = "order"
        label = _("Key figure")
        template = "campaigns/blocks/key_figure.html"


class SeparatorBlock(blocks.StaticBlock):
    class Meta:
        icon = "horizontalrule"
        label = _("Separator")
        admin_text = _("A line between two parts.")
        template = "campaigns/blocks/separator.html"


class GreetingBlock(blocks.StructBlock):
    opening = blocks.CharBlock(
        label=_("Opening"),
        max_length=40,
        default=_("Hello"),
        help_text=_("The first name follows by itself, then a comma."),
    )
    fallback = blocks.CharBlock(
        label=_("When the first name is not known"),
        required=False,
        max_length=60,
        help_text=_("For instance “everyone”. Left empty, the opening stands alone."),
    )

    class Meta:
        icon = "user"
        label = _("Greeting")
        template = "campaigns/blocks/greeting.html"


class TrackingQuestionBlock(blocks.StructBlock):
    """Asks for consent those who never answered; other readers do not see it."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=120, default=_("May we count your openings and clicks?")
    )
    text = blocks.TextBlock(
        label=_("Text"),
        max_length=600,
        default=_(
            "It helps us learn which letters are of use. You decide, apart for openings and for "
            "links, and may change your mind at any moment."
        ),
    )
    label = blocks.CharBlock(
        label=_("Words on the button"), max_length=60, default=_("Give my answer")
    )

    class Meta:
        icon = "help"
        label = _("Question about tracking")
        template = "campaigns/blocks/tracking_question.html"


class IssueBody(blocks.StreamBlock):
    greeting = GreetingBlock()
    heading = HeadingBlock(max_length=120)
    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, template="campaigns/blocks/text.html"
    )
    image = PictureBlock()
    button = ButtonBlock()
    article = ArticleBlock()
    key_figure = KeyFigureBlock()
    tracking_question = TrackingQuestionBlock()
    separator = SeparatorBlock()
