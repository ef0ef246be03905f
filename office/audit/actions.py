"""Acts on the chain itself: sealing its head, making the keys, handing it out."""

from __future__ import annotations

from datetime import UTC

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju import chain
from office.audit import keys, rights
from office.audit.action import Act, action
from office.audit.models import Checkpoint, Entry, SigningKey
from office.ground import clock
from office.ground.refusals import Refused


@action("audit.make_key", label=gettext_lazy("生成检查点钥匙"), may=rights.keep_keys)
def make_key(act: Act) -> SigningKey:
    """A new pair of keys; checkpoints made from now on are signed with it."""
    public = keys.make_pair()
    key = SigningKey.objects.create(public=public, at=clock.now())
    act.record(key, {"公钥": public})
    return key


@action("audit.seal", label=gettext_lazy("签发检查点"), may=rights.keep_log)
def seal(act: Act) -> Checkpoint:
    """Sign the head of the chain as it stands before this act."""
    key = SigningKey.objects.first()
    if key is None:
        raise Refused(_("还没有检查点钥匙，请安全管理员先生成。"))
    head = Entry.objects.order_by("-sequence").first()
    if head is None:
        raise Refused(_("审计链还是空的，没有可签的。"))
    at = clock.now()
    words = at.astimezone(UTC).isoformat(timespec="seconds")
    statement = chain.Checkpoint(head.sequence, head.hash, head.algorithm, words)
    try:
        signature = keys.sign(key.public, statement)
    except OSError as error:
        raise Refused(_("检查点的私钥不在数据文件夹里，请安全管理员重新生成一把。")) from error
    made = Checkpoint.objects.create(sequence=head.sequence, at=at, text=statement.text(), signature=signature, key=key)
    act.record(made, {"序号": head.sequence, "哈希": head.hash})
    return made


@action("audit.hand_out", label=gettext_lazy("导出审计记录"), may=rights.keep_log)
def hand_out(act: Act) -> int:
    """Record that the chain is exported; returns the number of its last entry before that."""
    last = Entry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    act.record("audit.entry", {"条数": last})
    return last
