"""The network's own colours as a stylesheet, for day and for night."""

from crm.contrast import NIGHT, lighten_until_readable
from crm.models import Network

SHIPPED = {
    "primary": Network._meta.get_field("primary_colour").default,
    "accent": Network._meta.get_field("accent_colour").default,
}


def own_colours(network: Network) -> dict[str, str]:
    """Those that differ from the ones the stylesheets ship with."""
    chosen = {"primary": network.primary_colour, "accent": network.accent_colour}
    return {name: value for name, value in chosen.items() if value.lower() != SHIPPED[name]}


def theme_version(network: Network) -> str:
    """Changes with the colours, so that the stylesheet may stay in caches; empty without any."""
    return "-".join(value.lstrip("#") for value in own_colours(network).values())


def theme_css(network: Network) -> str:
    day = own_colours(network)
    night = {name: lighten_until_readable(value, NIGHT, 7) for name, value in day.items()}
    return (
        f":root{{{_declarations(day)}}}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{_declarations(night)}}}}}\n"
    )


def _declarations(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())
