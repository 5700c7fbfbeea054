"""Naming several records in one field: type, choose, go on typing. Unknown names may be new.

A value is a primary key, or "+" and the name of a record to be made.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

NEW = "+"


@dataclass(frozen=True)
class Tokens:
    known: list[Any] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.known or self.new)


class TokenInput(forms.Widget):
    """Stands in for a multiple select: the page holds the chosen records only."""

    template_name = "crm/widgets/token_input.html"

    class Media:
        js = [forms.Script("crm/token_field.js", type="module")]
        css = {"all": ["crm/crm.css"]}

    def __init__(self, model: type[Model], *, new: bool = False, attrs: dict | None = None):
        super().__init__(attrs)
        self.model = model
        self.new = new

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no chip left means none chosen

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """From the project's templates, which Django's own renderer of forms does not see."""
        return super().render(name, value, attrs, TemplatesSetting())

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "tokens": self._labelled(value or []),
            "suggest_url": reverse_lazy("suggest", args=[self.model._meta.model_name]),
            "new": self.new,
        }
        return context

    def _labelled(self, value: Any) -> list[tuple[str, str]]:
        values = [str(getattr(item, "pk", item)) for item in value]
        pks = [item for item in values if item.isdecimal()]
        known = {str(row.pk): str(row) for row in self.model._default_manager.filter(pk__in=pks)}
        labels = {**known, **{item: item[1:] for item in values if item.startswith(NEW)}}
        return [(item, labels[item]) for item in values if item in labels]


class TokenField(forms.Field):
    """Cleans to Tokens: the records known, and the names of those to be made."""

    def __init__(self, model: type[Model], *, max_length: int = 100, **kwargs: Any):
        super().__init__(widget=TokenInput(model, new=True), **kwargs)
        self.model = model
        self.max_length = max_length

    def to_python(self, value: Any) -> Tokens:
        values = list(dict.fromkeys(value or []))
        pks = [item for item in values if item.isdecimal() and len(item) < 19]
        known = list(self.model._default_manager.filter(pk__in=pks))
        names = [" ".join(item[1:].split()) for item in values if item.startswith(NEW)]
        if len(known) + len(names) != len(values):
            raise ValidationError(_("One of these records is gone: choose again."))
        if any(len(name) > self.max_length for name in names):
            raise ValidationError(_("A name is too long: shorten it."))
        return Tokens(known, [name for name in names if name])

    def validate(self, value: Tokens) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"])
