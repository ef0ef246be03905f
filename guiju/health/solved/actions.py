"""What a norm does, and to whom."""

from __future__ import annotations

from guiju import tree as t


def parties(norm: t.Norm) -> tuple[str, ...]:
    """Whom a norm concerns."""
    return norm.action.parties if isinstance(norm.action, t.Impose | t.Bring | t.Hold) else ()


def things(norm: t.Norm) -> tuple[str, ...]:
    """What a norm imposes: measures, an effect, or accountability itself."""
    match norm.action:
        case t.Impose(measures=measures):
            return measures
        case t.Bring(effect=effect):
            return (effect,)
        case t.Hold(linked=linked):
            return ("问责" if linked else "追究",)
    return ()
