"""A small OpenID provider on this machine, as RFC 6749, RFC 7636 and OpenID Connect Core ask; and what it can do wrong.

It knows one client and one browser: `who` is whoever is signed in at it. The tests set what is to go wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "guiju", "a secret of the client"
MINUTES_10 = 600


class Provider:
    """Runs in threads of its own from `with Provider() as provider:` on."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.redirects = set()
        self.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def clear(self):
        """As it should be: nobody signed in, everything done right."""
        self.who, self.codes, self.tokens = "", {}, {}
        self.claims, self.sign_with, self.headers, self.told = {}, self.key, {}, {}
        self.wants_verifier, self.is_broken = True, False

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def settings(self):
        """What the office is to be told of it."""
        places = {"AUTHORIZATION": "authorize", "TOKEN": "token", "USER": "userinfo", "JWKS": "jwks", "LOGOUT": "leave"}
        found = {f"OIDC_OP_{name}_ENDPOINT": f"{self.url}/{place}" for name, place in places.items()}
        return {**found, "OIDC_RP_CLIENT_ID": CLIENT, "OIDC_RP_CLIENT_SECRET": SECRET, "OIDC_OP_ISSUER": self.url}

    def code_for(self, asked, *, nonce="", challenge=""):
        """A code for whoever is signed in."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {"who": self.who, "nonce": nonce, "challenge": challenge, "redirect": asked, "used": False}
        return code

    # --- the four questions

    def authorize(self, asked):
        """(status, where to): a code, or an error, for the client's own address only."""
        if asked.get("client_id") != CLIENT or asked.get("redirect_uri") not in self.redirects:
            return 400, ""
        answer = {"state": asked.get("state", "")}
        good = asked.get("response_type") == "code" and "openid" in asked.get("scope", "").split()
        if not good or asked.get("code_challenge_method") != "S256":
            answer["error"] = "invalid_request"
        elif not self.who:
            answer["error"] = "access_denied"
        else:
            challenge = asked["code_challenge"]
            answer["code"] = self.code_for(asked["redirect_uri"], nonce=asked["nonce"], challenge=challenge)
        return 302, f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, given):
        """(status, answer) for a code: once only, to the client, with the verifier of the challenge."""
        found = self.codes.get(given.get("code", ""))
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if self.is_broken:
            return 200, {"unexpected": True}
        if found is None or found["used"] or found["redirect"] != given.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if self.wants_verifier and _challenge(given.get("code_verifier", "")) != found["challenge"]:
            return 400, {"error": "invalid_grant"}
        found["used"] = True
        access = secrets.token_urlsafe(16)
        self.tokens[access] = found["who"]
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": self.signed(found)}

    def signed(self, found):
        """The signed claims, with what the test wants wrong about them (None: left out)."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": found["who"], "iat": now, "exp": now + MINUTES_10}
        claims |= {"nonce": found["nonce"], **self.claims}
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.sign_with, "RS256", headers={"kid": "one", **self.headers})

    def keys(self):
        """The public key."""
        found = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**found, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def leave(self, asked):
        """(status, where to): signed out here too, if the hint is of our own making."""
        jwt.decode(asked["id_token_hint"], self.key.public_key(), ["RS256"], audience=CLIENT)
        self.who = ""
        return 302, asked["post_logout_redirect_uri"]


def _challenge(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            if address.path in ("/authorize", "/leave"):
                status, to = (provider.authorize if address.path == "/authorize" else provider.leave)(asked)
                self._say(status, {}, {"Location": to} if to else {})
            elif address.path == "/jwks":
                self._say(200, provider.keys())
            else:
                who = provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self._say(200 if who else 401, {"sub": who, **provider.told})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _say(self, status, answer, headers=None):
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words):
            pass

    return Handler
