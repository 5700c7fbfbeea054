from media_kit.models.document import MailleDocument
from media_kit.models.image import Licence, MailleImage, MailleRendition
from media_kit.models.kit import Download, KitItem, MediaKitPage

__all__ = [
    "Download",
    "KitItem",
    "Licence",
    "MailleDocument",
    "MailleImage",
    "MailleRendition",
    "MediaKitPage",
]
