"""How a program asks in the tests."""

import json

from django.test import Client

ACCOUNTANT, MAYOR, CLERK = "weicangzhu", "shilianqiao", "lichaihu"


def call(secret, path, body=None, method=""):
    """Ask with a token, as a program does: what is sent is JSON, or the bytes given."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    client, url = Client(raise_request_exception=False), f"/api{path}"
    if body is None and not method:
        return client.get(url, headers=headers)
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(url, content, content_type="application/json", headers=headers)


def messages(answer):
    """What an answer says is wrong."""
    return [problem["message"] for problem in answer.json()["problems"]]
