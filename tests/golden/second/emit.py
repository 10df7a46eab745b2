"""A site as YAML text: block style at the top, one flow mapping a line below."""

import re

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*$")


class Quoted(str):
    """Text that is written in quotes although it could stand plain."""


def scalar(value):
    text = str(value)
    quoted = isinstance(value, Quoted) or not PLAIN.match(text)
    return f'"{text}"' if quoted else text


def inline(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    return scalar(value)


def lines(site):
    for key, value in site.items():
        if isinstance(value, list) and value:
            yield f"{key}:"
            yield from (f"  - {inline(item)}" for item in value)
        else:
            yield f"{key}: {inline(value)}"


def text(site):
    return "\n".join(lines(site)) + "\n"
