"""Users sign in; members belong. Only `User` stands outside the fences between organizations.

Names are unique by their hash: a B-tree holds no more than 2.7 kB of a value, a name up to 5,000 characters.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import MD5, Lower
from django.utils.crypto import salted_hmac

from handsel.kernel.ids import new_id

SESSION_SALT = "handsel.organizations.session"


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in, once, whatever the organizations they belong to (O2)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True, max_length=254)
    name = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True)
    session_round = models.IntegerField(default=0)
    """Raised to end all sessions at once."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    # django-allauth asks these of every user.
    is_staff = False
    is_superuser = False

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What a session is worth: it ends with the password, and with the round that it began in."""
        value = f"{self.password}{self.session_round}"
        return salted_hmac(SESSION_SALT, value, secret=secret, algorithm="sha256").hexdigest()


class Organization(models.Model):
    """A tenant. The tree is one level deep: a trigger refuses a parent that has a parent (O1)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    time_zone = models.TextField(default="UTC")
    locale = models.TextField(default="en")
    currency = models.CharField(max_length=3, default="USD")
    switches = models.JSONField(default=dict)
    share_default_days = models.IntegerField(default=90, db_default=90)
    share_maximum_days = models.IntegerField(default=365, db_default=365)
    """How long a share lasts when nobody says, and at most (S1)."""
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(MD5("name"), name="organization_name_once"),
            models.CheckConstraint(
                name="share_terms_in_order",
                condition=models.Q(
                    share_default_days__gte=1,
                    share_default_days__lte=models.F("share_maximum_days"),
                    share_maximum_days__lte=3650,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organization. `joined_at` is empty while an invitation waits."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.TextField()
    roles = ArrayField(models.TextField(), default=list)
    sales_licence = models.BooleanField(null=True)
    locale = models.TextField(default="")
    """Their own; empty means the organization's."""
    time_zone = models.TextField(default="", db_default="", blank=True)
    """In which times are shown to them; likewise. Calendar days are the organization's, whoever asks."""
    availability = models.TextField(default="available")
    invited_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="member_once", fields=["organization", "user"]),
        ]

    def __str__(self) -> str:
        return self.name


class AvailabilityChange(models.Model):
    """The history of a member's availability (O5)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, db_constraint=False)
    state = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="availability_of_member", fields=["organization", "member", "-at"])
        ]

    def __str__(self) -> str:
        return self.state


class Team(models.Model):
    """A funnel and its people. Its workflow is known by id: workflows stand above (O4)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    workflow_id = models.UUIDField()
    deal_amount = models.BooleanField(default=True)
    potential = models.BooleanField(default=False)
    automatic_assignment = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organization",
                MD5("name"),
                name="team_name_once",
                condition=models.Q(dissolved_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamSeat(models.Model):
    """A member's place in a team, and what they see of it: own or all."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="seats", db_constraint=False)
    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="seats", db_constraint=False
    )
    sees = models.TextField(default="all")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="seat_once", fields=["organization", "team", "member"]),
            models.CheckConstraint(name="seat_sees_own_or_all", condition=models.Q(sees__in=["own", "all"])),
        ]
        indexes: ClassVar = [models.Index(name="seats_of_member", fields=["organization", "member"])]

    def __str__(self) -> str:
        return f"{self.team_id} {self.sees}"


class Channel(models.Model):
    """A way in: the record alone; what flows through it belongs to conversations (C1)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    kind = models.TextField()
    name = models.TextField()
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organization",
                MD5("name"),
                name="channel_name_once",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A key of a member, known only by its hash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, db_constraint=False)
    name = models.TextField()
    prefix = models.TextField()
    secret_hash = models.BinaryField(unique=True)
    scopes = ArrayField(models.TextField(), default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
