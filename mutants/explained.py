"""Why some planted defects are not found, written by hand after looking at each; and what no such check can see."""

_ALONG = (
    "没有声明性质的，体检只看选票换格和「对照」表，不沿着一个数逐段比较「若 … 则 … 否则 …」的分档，"
    "也不比较逐条记录合计里的分值。"
    "文书里写上「年度记分 增加，处理档次 不升」一类的性质，就会查。"
)
# (kind of slip, law or "" for any) -> why it is missed.
EXPLAINED: dict[tuple[str, str], str] = {
    ("steps-crossed", "another-town-accountability"): _ALONG,
    ("wrong-grade", "another-town-accountability"): "应处档由零到三，档次先重后轻再重。" + _ALONG,
    ("grades-crossed", "another-town-accountability"): _ALONG,
    ("weights-crossed", "another-town-appraisal"): "票数写在逐条记录里，体检只看声明为事实、或者可填的票数。",
    ("precedence-lost", "clean-appraisal"): (
        "「一般应」与「应」指向不同的等次，没有写谁让谁，"
        "evaluate 里两个等次都可评；体检把「一般应」一律当作有意留的余地。"
    ),
    ("exception-lost", "another-town-accountability"): (
        "14（应 不处理）与 13.2（可 谈话提醒，例外于 11.2a，不是 14）同时成立，evaluate 里两个档次都可评；"
        "体检把带「例外于」的「可」一律当作有意留的余地。"
    ),
    ("repeated", "clean-government"): "重复的是「转…办理」；体检没有比较这种行为的规则。",
    ("right-deleted", "clean-government"): (
        "「申诉」一条原来就有提示（没有写多少天内提出），删去答复以后，这条提示里添了「没有写由谁答复」，按本页的算法不算新的一条。"
    ),
}

INVISIBLE = """一致性检查比的是文件与它自己、与上位规定、与它声明的性质。改过以后仍然自相一致的，
它看不出，要靠核对正文、靠案件、靠人：

- **换一个尺度**：三次以上改成四次以上，同一处界限两边一起改；90 分改成 85 分，下面一档跟着改。
- **换一个情态词而没有别的话与它相碰**：「应 批评教育」改成「可 批评教育」，「一般应」改成「应」。
- **换一个同样可用的措施、机构**：该通报批评的写成书面检查，两样都在目录里、都有别的规则用到。
- **漏了一条只有它才说的话**：一种限制、一个从轻的理由整句没有了，声明也一并没有了。
- **加减号、系数写反而没有声明性质**：程序不知道「表扬」应当加分；写上「表彰次数 增加，等次 不降」，它才有得比。
- **正文照录错了**：规则与规则相合，只是与上面那句话不合。内置的五件文书靠 source.txt 逐字核对正文，
  靠 `cases/` 里的案件核对规则；本页的副本里两样都没有放。
"""
