"""Arguments for the addresses of the register that need some."""

from office.register.models import Effect

EXAMPLES = {
    "register:effect": lambda town: {"pk": Effect.objects.first().pk},
    "register:person": lambda town: {"pk": town.person("农业综合服务站:农技员").pk},
    "register:unit": lambda town: {"pk": town.unit("古渡村").pk},
    "register:change": lambda town: {"pk": Effect.objects.first().pk, "what": "suspend"},
}
QUERIES = {
    "register:list": lambda _town: ["", "?state=all", "?q=nobody"],
    "register:ask": lambda town: ["", f"?who={town.person('农业综合服务站:农技员').code}", "?who=nobody"],
}
