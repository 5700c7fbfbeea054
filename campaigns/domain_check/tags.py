"""Lists of tag=value, as DKIM (RFC 6376, section 3.2) and DMARC records are written."""


def parse_tags(record: str) -> dict[str, str]:
    """Names in lower case, in their order; what is no tag=value is left out."""
    tags: dict[str, str] = {}
    for part in record.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip():
            tags.setdefault(name.strip().lower(), value.strip())
    return tags


def written(tags: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in tags.items())
