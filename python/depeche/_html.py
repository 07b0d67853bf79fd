"""A record for a notebook: the text with its evidence lit, and a table of the events."""

from __future__ import annotations

from html import escape

_COLOURS = {1: "#cfe8cf", 2: "#a8d8a8", 3: "#ffe0b3", 4: "#ffc2b8"}
_LONGEST = 20_000  # characters of text that are shown


def _lit(record) -> str:
    """The text: evidence underlined, triggers in the colour of their event's quad class."""
    text = record.text[:_LONGEST]
    size = len(text)
    style = [""] * size  # of each letter
    title: dict[int, str] = {}  # where a trigger begins
    for event in record.events:
        for begin, end in event.evidence:
            for at in range(begin, min(end, size)):
                style[at] = style[at] or "border-bottom:1px solid #999"
    for event in record.events:
        begin, end = event.trigger
        if begin < size:
            title.setdefault(begin, repr(event)[1:-1])
        for at in range(begin, min(end, size)):
            style[at] = f"background:{_COLOURS.get(event.quad, '#eee')}"
    out, begin = [], 0
    for at in range(1, size + 1):
        if at < size and style[at] == style[begin] and at not in title:
            continue
        words = escape(text[begin:at])
        about = f' title="{escape(title[begin], quote=True)}"' if begin in title else ""
        tag = "mark" if about or style[begin].startswith("background") else "span"
        out.append(f'<{tag} style="{style[begin]}"{about}>{words}</{tag}>' if style[begin] else words)
        begin = at
    return "".join(out) + (" …" if len(record.text) > _LONGEST else "")


def _names(entities) -> str:
    return escape(", ".join(e.name for e in entities))


def html_of(record) -> str:
    rows = []
    for event in record.events:
        cells = [
            event.id,
            _names(event.actor),
            escape(f"{event.type} {event.mode}".strip()),
            _names(event.recipient),
            f'<span style="white-space:nowrap">{escape(event.date or "")}</span>',
            escape(event.place.name if event.place else ""),
            escape(event.status),
            _names(event.according_to),
            _names(event.denied_by),
            escape(record.words(event.trigger)),
        ]
        colour = _COLOURS.get(event.quad, "#eee")
        rows.append(f'<tr><td style="background:{colour};color:#111">' + "</td><td>".join(cells) + "</td></tr>")
    head = "".join(f"<th>{name}</th>" for name in ("", "who", "what", "to whom", "when", "where", "status", "according to", "denied by", "words"))
    return (
        f"<div><b>{escape(str(record.id))}</b> · {escape(record.language or '')} · {escape(record.published or 'no date')}"
        f'<div style="white-space:pre-wrap;max-height:24em;overflow:auto">{_lit(record)}</div>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
