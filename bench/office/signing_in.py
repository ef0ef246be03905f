"""`python -m bench.office.signing_in FOLDER LOGIN`: signs somebody in and prints the cookie, and a person's number."""

from __future__ import annotations

import sys

from bench.office import ready

if __name__ == "__main__":
    ready.on(sys.argv[1])
    from django.test import Client

    from bench.office.cases import NUMBER
    from office.accounts.models import Account
    from office.people.models import Person

    client = Client()
    client.force_login(Account.objects.get(login=sys.argv[2]), backend="office.accounts.backends.Local")
    person = Person.objects.get(code=f"D{NUMBER:06}")
    sys.stdout.write(f"sessionid={client.cookies['sessionid'].value} {person.pk}\n")
