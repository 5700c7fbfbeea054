"""The StreamField blocks that the site's pages may hold. No queries here."""

from zlib import crc32

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from campaigns.blocks import issue
from campaigns.blocks.choices import newsletters

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "document-link", "ul", "ol", "superscript"]


class TargetBlock(blocks.StructBlock):
    """A page of the site or an address elsewhere: one of the two."""

    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Where it leads")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = _("Choose a page of the site or type an address: one of the two.")
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Section title")
        template = "cms/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words quoted"))
    author = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms/blocks/quote.html"


class ButtonBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    target = TargetBlock()

    class Meta:
        icon = "link"
        label = _("Button")
        template = "cms/blocks/button.html"


class KeyFigureBlock(issue.KeyFigureBlock):
    class Meta:
        template = "cms/blocks/key_figure.html"


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    target = TargetBlock()

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "cms/blocks/call_to_action.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("Description"), required=False, max_length=250)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "cms/blocks/document.html"


class SignUpValue(blocks.StructValue):
    @property
    def id_number(self) -> str:
        """Tells two forms of one page apart."""
        return format(crc32(repr([self["title"], self["newsletters"]]).encode()), "x")


class SignUpBlock(blocks.StructBlock):
    """The whole sign-up form, for the letters chosen or for all that are offered."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    newsletters = blocks.MultipleChoiceBlock(
        choices=newsletters,
        label=_("Newsletters"),
        required=False,
        widget=CheckboxSelectMultiple,
        help_text=_("Leave all unticked to offer every letter that visitors may receive."),
    )

    class Meta:
        icon = "mail"
        label = _("Sign-up form")
        template = "cms/blocks/sign_up.html"
        value_class = SignUpValue


class SeparatorBlock(blocks.StaticBlock):
    class Meta:
        icon = "horizontalrule"
        label = _("Separator")
        admin_text = _("A line of stitches between two parts.")
        template = "cms/blocks/separator.html"


class PageBody(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, template="cms/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    button = ButtonBlock()
    key_figure = KeyFigureBlock()
    call_to_action = CallToActionBlock()
    document = DocumentBlock()
    sign_up = SignUpBlock()
    separator = SeparatorBlock()


class DoorBlock(blocks.StructBlock):
    """One of the ways into the site on the home page."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.CharBlock(label=_("Text"), max_length=200)
    target = TargetBlock()

    class Meta:
        icon = "login"
        label = _("Door")


class Doors(blocks.StreamBlock):
    door = DoorBlock()
