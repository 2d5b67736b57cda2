"""The cast of the demonstration province: real generating units as facts, invented enterprises, bodies and people.

What is known comes from `seed/cast/*.yaml` (see `seed/cast/SOURCES.md`). Credit codes, registry accounts, addresses and
everybody's name are made here, deterministically, and say that they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.records.people.rules import check_digit

FOLDER = Path(__file__).parent / "cast"

# GB/T 2260 codes of the places, the third to eighth sign of a credit code.
PLACES = {
    "武汉市": "420100",
    "黄石市": "420200",
    "十堰市": "420300",
    "宜昌市": "420500",
    "襄阳市": "420600",
    "鄂州市": "420700",
    "荆门市": "420800",
    "孝感市": "420900",
    "荆州市": "421000",
    "黄冈市": "421100",
    "咸宁市": "421200",
    "随州市": "421300",
    "仙桃市": "429004",
    "潜江市": "429005",
}
PROVINCE = "420000"
THERMAL_POWER, COGENERATION = "4411", "4412"
LARGE_UNIT_MW = 400


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A generating unit as built. `habits` guide the generator of its operating figures."""

    number: str
    capacity_mw: Decimal
    technology: str
    fuel: str
    cogeneration: bool
    commissioned_year: int | None
    habits: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def unit_class(self) -> str:
        """The benchmark class that the plant data suggest (2023-2024 allocation plan, annex 1)."""
        if self.fuel == "gas":
            return "IV"
        if self.fuel == "gangue":
            return "III"
        return "I" if self.capacity_mw >= LARGE_UNIT_MW else "II"


@dataclass(frozen=True, slots=True)
class EnterpriseFact:
    """An enterprise of the cast. `role` is its part in the story; empty for the many who simply comply."""

    slug: str
    role: str
    name: str
    name_en: str
    city: str
    captive_industry: str
    fictional: bool
    number: int
    units: tuple[UnitFact, ...]

    def plays(self, role: str) -> bool:
        """Whether this is the one that plays a part; nobody plays the part without a name."""
        return bool(role) and self.role == role

    @property
    def credit_code(self) -> str:
        """A made-up code with a valid check digit; nine zeros and a counter are no organisation's number."""
        return synthetic_code(PLACES[self.city], self.number)

    @property
    def sector_code(self) -> str:
        return COGENERATION if any(unit.cogeneration for unit in self.units) else THERMAL_POWER

    @property
    def filer(self) -> str:
        return f"{self.slug}.filer"

    @property
    def signatory(self) -> str:
        return f"{self.slug}.signatory"

    @property
    def facts(self) -> dict[str, object]:
        """As the register of enterprises takes them."""
        return {
            "credit_code": self.credit_code,
            "name": self.name,
            "name_en": self.name_en,
            "city": self.city,
            "sector": "power",
            "sector_code": self.sector_code,
            "captive_industry": self.captive_industry,
            "address": f"湖北省{self.city}(演示地址)",
            "legal_person": "演示法定代表人",
            "registry_account": f"DEMO-{self.number:04}",
            "fictional": self.fictional,
            "synthetic": True,
        }

    @property
    def unit_facts(self) -> list[dict[str, object]]:
        return [
            {
                "number": unit.number,
                "capacity_mw": unit.capacity_mw,
                "technology": unit.technology,
                "fuel": unit.fuel,
                "unit_class": unit.unit_class,
                "cogeneration": unit.cogeneration,
                "commissioned_year": unit.commissioned_year,
            }
            for unit in self.units
        ]


@dataclass(frozen=True, slots=True)
class IndustryFact:
    """An invented enterprise of another sector than power; `known_tonnes` is what it emitted in 2024."""

    slug: str
    name: str
    name_en: str
    city: str
    sector_code: str
    known_tonnes: int
    number: int

    @property
    def credit_code(self) -> str:
        return synthetic_code(PLACES[self.city], self.number)

    @property
    def filer(self) -> Person:
        return Person(f"{self.slug}.filer", "演示填报人", "filer", enterprise=self.slug)

    @property
    def signatory(self) -> Person:
        return Person(f"{self.slug}.signatory", "演示负责人", "signatory", enterprise=self.slug)

    @property
    def people(self) -> tuple[Person, ...]:
        return self.filer, self.signatory


@dataclass(frozen=True, slots=True)
class Tie:
    """An interest that keeps a body away from an enterprise."""

    enterprise: str
    kind: str
    since: date


@dataclass(frozen=True, slots=True)
class BodyFact:
    """A verification body with its people."""

    slug: str
    name: str
    capacity: int
    verifiers: int
    number: int
    tie: Tie | None = None

    @property
    def credit_code(self) -> str:
        return synthetic_code(PROVINCE, self.number)

    @property
    def manager(self) -> str:
        return f"{self.slug}.manager"

    @property
    def reviewer(self) -> str:
        return f"{self.slug}.reviewer"

    @property
    def team(self) -> tuple[str, ...]:
        return tuple(f"{self.slug}.verifier{number}" for number in range(1, self.verifiers + 1))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. `enterprise` and `body` are slugs."""

    sign_in: str
    name: str
    post: str
    enterprise: str = ""
    body: str = ""
    city: str = ""

    @property
    def password(self) -> str:
        """A password for a demonstration on one's own machine: easy to type, printed in the table of sign-ins."""
        return f"{self.sign_in}-demo-2024"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody."""

    enterprises: tuple[EnterpriseFact, ...]
    bodies: tuple[BodyFact, ...]
    people: tuple[Person, ...]

    def with_role(self, role: str) -> EnterpriseFact:
        """The one enterprise that plays this part; KeyError when nobody does."""
        for enterprise in self.enterprises:
            if enterprise.role == role:
                return enterprise
        raise KeyError(role)

    def enterprise(self, slug: str) -> EnterpriseFact:
        for enterprise in self.enterprises:
            if enterprise.slug == slug:
                return enterprise
        raise KeyError(slug)

    def smaller(self, real: int) -> Cast:
        """The same story with so many real plants only, for whoever is in a hurry."""
        few = [known for known in self.enterprises if not known.fictional][:real]
        kept = (*few, *(known for known in self.enterprises if known.fictional))
        slugs = {"", *(known.slug for known in kept)}
        return Cast(kept, self.bodies, tuple(person for person in self.people if person.enterprise in slugs))

    def holding(self, post: str) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.post == post)


def synthetic_code(place: str, number: int) -> str:
    """A unified social credit code that no register has given out, valid by GB 32100.

    >>> synthetic_code("420100", 1)[:-1]
    '91420100000000001'
    """
    first = f"91{place}{number:09}"
    return first + check_digit(first)


@cache
def the_industry() -> tuple[IndustryFact, ...]:
    """The enterprises of the other sectors, in the order of the file."""
    return tuple(
        IndustryFact(row["slug"], row["name"], row["name_en"], row["city"], row["sector_code"], row["tonnes"], number)
        for number, row in enumerate(_rows("industry"), 801)
    )


@cache
def the_cast() -> Cast:
    """Read the files once."""
    real = [_enterprise(row, number, fictional=False) for number, row in enumerate(_rows("plants"), 1)]
    invented = [_enterprise(row, number, fictional=True) for number, row in enumerate(_rows("fictional"), 901)]
    bodies = tuple(_body(row, number) for number, row in enumerate(_rows("bodies"), 9001))
    enterprises = (*real, *invented)
    officials = (Person(row["sign_in"], row["name"], row["post"], city=row.get("city", "")) for row in _rows("people"))
    return Cast(enterprises, bodies, (*officials, *_people_of_bodies(bodies), *_people_of_enterprises(enterprises)))


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def _enterprise(row: dict[str, Any], number: int, *, fictional: bool) -> EnterpriseFact:
    return EnterpriseFact(
        slug=row["slug"],
        role=row.get("role", ""),
        name=row["name"],
        name_en=row["name_en"],
        city=row["city"],
        captive_industry=row["captive_industry"],
        fictional=fictional,
        number=number,
        units=tuple(_unit(unit) for unit in row["units"]),
    )


def _unit(row: dict[str, Any]) -> UnitFact:
    known = row.get("fuel") or row["coal"]
    return UnitFact(
        number=row["number"],
        capacity_mw=Decimal(str(row["mw"])),
        technology=row["technology"],
        # Most of the province burns bituminous coal; where the tracker knows no kind, the demonstration does too.
        fuel="bituminous" if known == "unknown" else known,
        cogeneration=row["cogeneration"],
        commissioned_year=row["since"],
        habits=row.get("figures", {}),
    )


def _body(row: dict[str, Any], number: int) -> BodyFact:
    tie = Tie(**row["tie"]) if "tie" in row else None
    return BodyFact(row["slug"], row["name"], row["capacity"], row["verifiers"], number, tie)


def _people_of_bodies(bodies: tuple[BodyFact, ...]) -> list[Person]:
    people = []
    for body in bodies:
        short = body.name.removeprefix("示例").removesuffix("核查中心")
        people.append(Person(body.manager, f"{short}经理", "body_manager", body=body.slug))
        people += [
            Person(name, f"{short}核查员{number}", "verifier", body=body.slug)
            for number, name in enumerate(body.team, 1)
        ]
        people.append(Person(body.reviewer, f"{short}技术复核人", "reviewer", body=body.slug))
    return people


def _people_of_enterprises(enterprises: tuple[EnterpriseFact, ...]) -> list[Person]:
    people = []
    for enterprise in enterprises:
        people.append(Person(enterprise.filer, "演示填报人", "filer", enterprise=enterprise.slug))
        people.append(Person(enterprise.signatory, "演示负责人", "signatory", enterprise=enterprise.slug))
    return people
