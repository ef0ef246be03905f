"""What a WSGI server serves."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "office.settings")


def _application() -> Any:
    served = get_wsgi_application()
    from office.reading_room import warming  # there are apps only now

    warming.begin()
    return served


application = _application()
