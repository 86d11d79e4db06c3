"""A view as plain text: for notifications, for the terminal, and to compare what platforms say."""

from __future__ import annotations

from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Controls,
    Divider,
    Element,
    Fields,
    Form,
    Heading,
    Link,
    Note,
    Select,
    Table,
    Text,
    View,
)
from bot.chat.fitting import table_lines
from bot.chat.markup import plain_text


def plain(view: View) -> str:
    """Everything the view says, without its controls."""
    said = (element_text(element) for element in view.elements if not isinstance(element, Controls))
    return "\n\n".join(part for part in said if part)


def element_text(element: Element) -> str:
    match element:
        case Heading(text):
            return text
        case Text(spans) | Note(spans):
            return plain_text(spans)
        case Code(text):
            return text
        case Bullets(items, ordered, start):
            marks = [f"{number}." if ordered else "•" for number in range(start, start + len(items))]
            return "\n".join(f"{mark} {plain_text(item)}" for mark, item in zip(marks, items, strict=True))
        case Fields(pairs):
            return "\n".join(f"{label}: {plain_text(value)}" for label, value in pairs)
        case Table():
            return "\n".join(table_lines(element))
        case Divider():
            return "———"
        case Controls(items):
            return " ".join(f"[{control_label(item)}]" for item in items)


def control_label(control: Button | Link | Select) -> str:
    return control.placeholder if isinstance(control, Select) else control.label


def controls(view: View) -> list[Button | Link | Select]:
    """Everything in the view that can be pressed, in reading order."""
    return [item for element in view.elements if isinstance(element, Controls) for item in element.items]


def form_text(form: Form) -> str:
    return "\n".join([form.title, *(f"{field.label}: {field.value}" for field in form.fields)])
