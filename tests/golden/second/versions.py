"""Product versions as comparable tuples: Geo SCADA counts in years and releases, the device in dots."""

import re

UNKNOWN = (0,)
GEO = re.compile(r"(\d{4})(?: R(\d+)(?:\.(\d+))?)?$")


def geo_scada(text):
    """`YYYY`, `YYYY Rn` or `YYYY Rn.m`; a year alone is its R1."""
    if text is None or text == "unknown":
        return UNKNOWN
    year, release, minor = GEO.match(text).groups()
    return (int(year), int(release or 1), int(minor or 0))


def smartserver(text):
    if text is None or text == "unknown":
        return UNKNOWN
    parts = text.split(".")
    if len(parts) > 1:
        parts[1] = parts[1].ljust(2, "0")
    return tuple(int(part) for part in parts)


def of(product, text):
    return smartserver(text) if product == "smartserver" else geo_scada(text)


def year(version):
    return version[0]
