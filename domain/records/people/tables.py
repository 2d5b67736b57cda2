"""Enterprises and their generating units, verification bodies, accounts, sessions, mandates."""

from __future__ import annotations

from piccolo.columns import Boolean, Date, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class Enterprise(Table, tablename="enterprise"):
    """An enterprise (重点排放单位 once listed). `synthetic` figures are shown with that mark everywhere."""

    credit_code = Varchar(18, unique=True, help_text="统一社会信用代码, GB 32100")
    name = Varchar(120)
    name_en = Varchar(160)
    initials = Varchar(120, help_text="pinyin initials of the name, to search by: 鄂州电厂 is ezdc")
    city = Varchar(40, index=True)
    sector = Varchar(20, help_text="power, steel, …")
    sector_code = Varchar(8, help_text="GB/T 4754")
    captive_industry = Varchar(60, help_text="the industry a captive power plant serves; empty otherwise")
    address = Varchar(200)
    legal_person = Varchar(60)
    registry_account = Varchar(40, help_text="national registry account; format unverified")
    fictional = Boolean(default=False, help_text="the enterprise itself is invented")
    synthetic = Boolean(default=False, help_text="its operating figures are invented")
    closed_on = Date(null=True, default=None)


class GeneratingUnit(Table, tablename="generating_unit"):
    """A generating unit (机组) as built; its class and fuel of a year are told by plan and report."""

    enterprise_id = Integer(index=True)
    number = Varchar(20, help_text="the enterprise's own number, unique within it")
    capacity_mw = Numeric((10, 3))
    technology = Varchar(40)
    fuel = Varchar(20, help_text="bituminous, anthracite, lignite, gangue, gas")
    unit_class = Varchar(4, help_text="I, II, III or IV: the class its plant data suggest")
    cogeneration = Boolean(default=False)
    commissioned_year = SmallInt(null=True, default=None)
    retired_on = Date(null=True, default=None)


class VerificationBody(Table, tablename="verification_body"):
    """A verification body (核查机构)."""

    name = Varchar(120, unique=True)
    credit_code = Varchar(18, unique=True)
    capacity = Integer(help_text="how many enterprises it can take on in one year")
    prepares_reports = Boolean(default=False, help_text="prepares reports in this province: may not review here")
    fictional = Boolean(default=True)


class Mandate(Table, tablename="mandate"):
    """A body may see an enterprise's year because a task was assigned to it."""

    body_id = Integer(index=True)
    enterprise_id = Integer()
    year = SmallInt()
    ended_at = Timestamptz(null=True, default=None)


class Account(Table, tablename="account"):
    """A person who signs in. The post bundles the duties; the kind bounds what is seen."""

    sign_in_name = Varchar(60, unique=True)
    name = Varchar(60)
    post = Varchar(40)
    enterprise_id = Integer(null=True, default=None)
    body_id = Integer(null=True, default=None)
    city = Varchar(40)
    password_hash = Varchar(200)
    failures = Integer(default=0)
    locked_until = Timestamptz(null=True, default=None)
    disabled = Boolean(default=False)
    email = Varchar(120, help_text="where notices go as letters; empty: in the portal alone")
    letters = Boolean(default=True, help_text="whether the person wants notices as letters")
    language = Varchar(2, default="zh", help_text="of the letters")
    toured_at = Timestamptz(null=True, default=None, help_text="when the first tour was finished or put aside")


class SignInSession(Table, tablename="sign_in_session"):
    """A server-side session: the cookie only names it, so it can be revoked."""

    key = Varchar(64, unique=True, help_text="SHA-256 of the random key in the token")
    account_id = Integer(index=True)
    machine = Boolean(default=False, help_text="a bearer token for machine upload rather than a browser")
    name = Varchar(60, default="", help_text="of a bearer token: the program it was made for")
    opened_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS generating_unit_number ON generating_unit (enterprise_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS mandate_once ON mandate (body_id, enterprise_id, year)",
    "CREATE INDEX IF NOT EXISTS enterprise_name ON enterprise (name)",
)
