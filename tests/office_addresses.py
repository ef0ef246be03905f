"""Every address of the office, with the examples that the apps' tests give for it."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from django.urls import URLPattern, get_resolver

OFFICE_TESTS = Path(__file__).parent / "office"


def addresses(patterns=None, prefix=""):
    """The full name of every address, and whether it takes arguments."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or str(pattern.pattern)), bool(pattern.pattern.converters)
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)


@cache
def _of_all_apps(name):
    found = {}
    for path in sorted(OFFICE_TESTS.glob("*/examples.py")):
        spec = spec_from_file_location(f"examples_{path.parent.name}", path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= getattr(module, name, {})
    return found


def examples():
    """Arguments for the addresses that take some."""
    return _of_all_apps("EXAMPLES")


def queries():
    """What pages are asked that say more when they are asked something: a list for each, "" for the page alone."""
    return _of_all_apps("QUERIES")


ADDRESSES = dict(addresses())
