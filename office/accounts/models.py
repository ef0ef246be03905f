"""Who may sign in, and which functions were given to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.ground import clock
from office.ground.dated import Dated
from office.ground.roles import ADMINS, FUNCTIONS
from office.people.models import Person

ONE_TIME_PASSWORD_HOLDS = timedelta(days=7)


class Accounts(BaseUserManager["Account"]):
    """Finds accounts; making them is an action's business."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account with that login name, whatever its letters' size."""
        return self.get(login=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in. Of one kind for good: business, or one of the three administrations."""

    BUSINESS = "business"
    KINDS: ClassVar = [(BUSINESS, _("业务人员")), *ADMINS.items()]

    login = models.CharField(_("登录名"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=KINDS, default=BUSINESS)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=_("人员"), related_name="accounts"
    )
    opened_at = models.DateTimeField(_("登记时间"))
    opened_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField(_("核准时间"), null=True)
    approved_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(_("关闭时间"), null=True)
    must_change_password = models.BooleanField(_("须改密码"), default=True)
    oidc_subject = models.CharField(_("统一身份标识"), max_length=200, blank=True)
    renewed_at = models.DateTimeField(_("凭证重发时间"), null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    class Meta:
        ordering: ClassVar = ["login"]
        indexes: ClassVar = [models.Index(fields=["closed_at", "approved_at", "login"], name="account_waits")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="one_open_account_a_person"
            ),
            models.UniqueConstraint(fields=["oidc_subject"], condition=~Q(oidc_subject=""), name="one_oidc_subject"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | ~Q(approved_by=models.F("opened_by")), name="opened_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.login

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether one may sign in with it: approved, and not closed."""
        return self.approved_at is not None and self.closed_at is None

    @property
    def is_stale(self) -> bool:
        """Whether its one-time password has lain about too long to be taken any more."""
        given = self.renewed_at or self.approved_at
        return self.must_change_password and given is not None and clock.now() - given > ONE_TIME_PASSWORD_HOLDS

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.person.name if self.person else self.login

    def get_session_auth_hash(self) -> str:
        """Changes with the password, with a renewal and when the account is closed, so that sessions end."""
        renewed = f" {self.renewed_at.timestamp()}" if self.renewed_at else ""
        return super().get_session_auth_hash() + renewed if self.closed_at is None else ""


class Renewal(models.Model):
    """Another way in for an account's holder: asked for by the system administrator, granted by the security one.

    Whoever gives a way in could go in. So it takes two, as opening the account does.
    """

    PASSWORD, PHONE, SUBJECT = "password", "phone", "subject"
    WHAT: ClassVar = [(PASSWORD, _("重置密码")), (PHONE, _("清除两步验证")), (SUBJECT, _("改统一身份标识"))]

    account = models.ForeignKey(Account, models.PROTECT, related_name="renewals", verbose_name=_("账号"))
    what = models.CharField(_("重发什么"), max_length=10, choices=WHAT)
    value = models.CharField(_("统一身份标识"), max_length=200, blank=True)
    because = models.CharField(_("事由"), max_length=200)
    entered_at = models.DateTimeField(_("申请时间"))
    entered_by = models.CharField(max_length=150)
    settled_at = models.DateTimeField(_("办理时间"), null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    is_granted = models.BooleanField(_("已核准"), default=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_granted=False) | ~Q(settled_by=models.F("entered_by")), name="renewed_by_two"
            ),
            models.UniqueConstraint(
                fields=["account", "what"], condition=Q(settled_at__isnull=True), name="one_open_renewal_of_a_kind"
            ),
        ]


class Function(Dated):
    """A function given to an account's holder: entered by the system administrator, granted by the security one."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="functions", verbose_name=_("账号"))
    key = models.CharField(_("职能"), max_length=40, choices=list(FUNCTIONS.items()))
    entered_by = models.CharField(max_length=150)
    granted_by = models.CharField(max_length=150, blank=True)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["key", "since"]
        indexes: ClassVar = [models.Index(fields=["granted_by"], name="function_waits")]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(granted_by="") | ~Q(granted_by=models.F("entered_by")), name="granted_by_two"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="granted_on_a_basis"),
        ]

    @property
    def label(self) -> str:
        """The function's name."""
        return str(FUNCTIONS.get(self.key, self.key))
