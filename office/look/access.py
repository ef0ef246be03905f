"""Who may choose a language: everyone."""

from office.ground.pages import Page
from office.ground.roles import EVERYONE

PAGES = [Page("look:language", EVERYONE, even_without_role=True)]
