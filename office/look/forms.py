"""Fields as the office asks for them, and forms drawn in one way."""

from __future__ import annotations

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"])
        super().__init__(**kwargs)


def dress(form: forms.BaseForm) -> forms.BaseForm:
    """Give every widget its class, and tie its hint and its errors to it for those who listen to the page."""
    for bound in form:
        widget = bound.field.widget
        kind = "form-control"
        if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
            kind = "form-check-input"
        elif isinstance(widget, forms.Select):
            kind = "form-select"
        wrong = " is-invalid" if form.is_bound and bound.errors else ""
        widget.attrs["class"] = f"{widget.attrs.get('class', '').removesuffix(' is-invalid') or kind}{wrong}"
    return form
