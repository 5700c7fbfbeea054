"""The form of a picture: a broken file is refused with a sentence, like any other that is none."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        """Wagtail asks Pillow twice, and is ready for its errors the first time only."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, ValueError) as trouble:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from trouble


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Not declared, since some of Wagtail's forms of pictures have no file."""
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].__class__ = PictureField
