"""Documents in the browser: the list, the page, the file, and the public's question about a copy."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from docx import Document
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook
from piccolo.engine.postgres import PostgresEngine

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.duties import Kind as UserKind
from domain.records.database import ask, transaction
from domain.records.documents import writes
from domain.records.documents.rules import Kind
from tests.cast import enact_the_law
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.documents.sample import AT, FACTS, NAME

EVERYBODY = Actor(1, "演示", UserKind.PROVINCE, frozenset(Duty), "leader")
MOST_STATEMENTS = 8
SESSIONS: dict[str, dict[str, str]] = {}
UNKNOWN = "未查到该公文"
GENUINE = "本公文真实有效"


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    """A document of every kind about the first enterprise, and one about the other."""
    town = await people_the_town()
    await enact_the_law()
    async with transaction():
        for kind, facts in FACTS.items():
            own = None if kind in (Kind.LISTING_NOTICE, Kind.HAND_OVER) else town.enterprise_id
            body = town.body_id if kind.startswith("verification") else None
            public = kind is Kind.LISTING_NOTICE
            await _issue(kind, facts, own, body, public)
        await _issue(Kind.PLAN_FILING, FACTS[Kind.PLAN_FILING], town.other_enterprise_id, None, False)
    return town


async def _issue(kind: Kind, facts: dict[str, str], own: int | None, body: int | None, public: bool) -> None:
    more = {"enterprise_id": own, "body_id": body, "public": public}
    await writes.issue(kind, subject="sample:1", facts=facts, at=AT, actor=EVERYBODY, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
async def door(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path_factory.mktemp("portal")) as client:
        SESSIONS.clear()
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    """A browser of its own over the one session that a post has in this module."""
    if name not in SESSIONS:
        first = Browser(door)
        await first.sign_in(name)
        SESSIONS[name] = dict(first.cookies)
    return Browser(door, dict(SESSIONS[name]))


async def row_of(kind: Kind, last: bool = False) -> dict[str, Any]:
    way = "DESC" if last else "ASC"
    rows = await ask(f"SELECT id, number, check_code FROM document WHERE kind = {{}} ORDER BY id {way}", kind.value)
    return rows[0]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    asked: list[str] = []
    run = PostgresEngine.run_querystring

    async def counting(self: PostgresEngine, querystring: Any, in_pool: bool = True) -> Any:
        asked.append(str(querystring))
        return await run(self, querystring, in_pool)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresEngine, "run_querystring", counting)
        yield asked


@pytest.mark.parametrize(
    ("post", "count"),
    [
        ("leader", 18),
        ("city_officer", 17),
        ("filer", 16),
        ("signatory", 16),
        ("body_manager", 3),
        ("ministry", 6),
        ("system_administrator", 1),
    ],
)
async def test_each_list_holds_what_its_reader_may_see(door: AsyncTestClient[Litestar], post: str, count: int) -> None:
    answer = await (await signed_in(door, post)).get("/documents")
    assert answer.status_code == 200
    assert answer.text.count('href="/documents/') - answer.text.count('href="/documents/export') == count


async def test_the_list_is_searched_filtered_and_exported(door: AsyncTestClient[Litestar]) -> None:
    leader = await signed_in(door, "leader")
    found = await leader.get("/documents", params={"search": "罚决"})
    assert "鄂环碳罚决〔2026〕1号" in found.text
    assert "鄂环碳罚告〔2026〕1号" not in found.text
    only = await leader.get("/documents", params={"search": "", "kind": "service_record", "sort": "number"})
    assert "鄂环碳送〔2026〕1号" in only.text
    assert "鄂环碳罚决" not in only.text.partition("<table")[2]
    sheet = await leader.get("/documents/export", params={"kind": "plan_filing"})
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(sheet.content)).active.rows]
    assert len([row for row in rows if row[0] and "备" in str(row[0])]) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", Kind)
async def test_every_kind_has_a_page_and_a_file(door: AsyncTestClient[Litestar], kind: Kind, language: str) -> None:
    leader = await signed_in(door, "leader")
    leader.cookies["language"] = language
    row = await row_of(kind)
    shown = await leader.get(f"/documents/{row['id']}")
    assert shown.status_code == 200
    assert row["check_code"] in shown.text
    assert "%(" not in shown.text
    assert ("Translation for information" in shown.text) == (language == "en")
    assert shown.text.count('<article class="sheet"') == (2 if language == "en" else 1)
    file = await leader.get(f"/documents/{row['id']}/file")
    assert file.headers["content-type"].endswith("wordprocessingml.document")
    told = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs)
    assert row["number"] in told
    assert row["check_code"] in told
    assert "湖北省生态环境厅" in told


async def test_the_file_is_chinese_and_the_same_whoever_asks(door: AsyncTestClient[Litestar]) -> None:
    row = await row_of(Kind.SURRENDER_CERTIFICATE)
    files = []
    for post, language in (("leader", "zh"), ("leader", "en"), ("filer", "en"), ("city_officer", "zh")):
        browser = await signed_in(door, post)
        browser.cookies["language"] = language
        files.append((await browser.get(f"/documents/{row['id']}/file")).content)
    assert len(set(files)) == 1


@pytest.mark.parametrize("path", ["/documents/{}", "/documents/{}/file"])
async def test_others_do_not_find_it(door: AsyncTestClient[Litestar], path: str) -> None:
    theirs = path.format((await row_of(Kind.PLAN_FILING, last=True))["id"])
    for post, status in (("leader", 200), ("filer", 404), ("body_manager", 404), ("ministry", 404)):
        assert (await (await signed_in(door, post)).get(theirs)).status_code == status, post
    assert (await Browser(door).get(theirs)).status_code in (303, 401)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "-1", "x", "²"])
async def test_an_absurd_number_is_no_document(door: AsyncTestClient[Litestar], number: str) -> None:
    leader = await signed_in(door, "leader")
    for path in (f"/documents/{number}", f"/documents/{number}/file"):
        assert (await leader.get(path)).status_code in (400, 404)


async def test_pages_cost_a_handful_of_statements(door: AsyncTestClient[Litestar]) -> None:
    leader = await signed_in(door, "leader")
    row = await row_of(Kind.PENALTY_DECISION)
    for path in ("/documents", f"/documents/{row['id']}", f"/documents/{row['id']}/file", "/public/verify"):
        with counted_statements() as asked:
            assert (await leader.get(path)).status_code == 200
        assert len(asked) <= MOST_STATEMENTS, (path, asked)
    with counted_statements() as asked:
        await leader.post("/public/verify", {"number": row["number"], "check_code": row["check_code"]})
    assert len(asked) <= MOST_STATEMENTS


async def test_a_copy_is_verified_by_anybody(door: AsyncTestClient[Litestar]) -> None:
    row = await row_of(Kind.PENALTY_DECISION)
    answer = await Browser(door).post("/public/verify", {"number": row["number"], "check_code": row["check_code"]})
    assert answer.status_code == 200
    assert GENUINE in answer.text
    for told in (row["number"], NAME, "行政处罚决定书", "60,500,000.00", "2026年3月10日"):
        assert told in answer.text
    # What is not public is not shown whole.
    assert "资金紧张" not in answer.text
    assert '<article class="sheet"' not in answer.text


async def test_what_is_public_is_shown_whole(door: AsyncTestClient[Litestar]) -> None:
    row = await row_of(Kind.LISTING_NOTICE)
    answer = await Browser(door).post("/public/verify", {"number": row["number"], "check_code": row["check_code"]})
    assert "示例第60发电厂" in answer.text


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code} "])
async def test_a_code_may_be_typed_as_it_comes(door: AsyncTestClient[Litestar], change: Any) -> None:
    row = await row_of(Kind.PENALTY_NOTICE)
    number = row["number"].replace("〔", "[").replace("〕", "]").replace("2026", " ２０２６ ")
    answer = await Browser(door).post("/public/verify", {"number": number, "check_code": change(row["check_code"])})
    assert GENUINE in answer.text


async def test_a_wrong_number_and_a_wrong_code_are_answered_alike(door: AsyncTestClient[Litestar]) -> None:
    row, other = await row_of(Kind.PENALTY_DECISION), await row_of(Kind.PENALTY_NOTICE)
    answers = []
    for number, code in (
        (row["number"], "ABCD-EFGH-JKLM"),
        (row["number"], other["check_code"]),
        ("鄂环碳罚决〔2026〕99号", row["check_code"]),
        ("", ""),
    ):
        with counted_statements() as asked:
            answer = await Browser(door).post("/public/verify", {"number": number, "check_code": code})
        assert answer.status_code == 422
        assert UNKNOWN in answer.text
        assert NAME not in answer.text
        text = answer.text
        for typed in (number, code):
            text = text.replace(f'value="{typed}"', "")
        tail = text.partition("<main")[2].partition('name="_csrf_token"')[0]
        answers.append((len(asked), tail))
    assert len(set(answers)) == 1


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "' OR 1=1 --", "x" * 5000, "\0\0", "%(x)s{{7*7}}", "号" * 200, "\u202e\ufffe"],
)
async def test_garbage_is_answered_and_escaped(door: AsyncTestClient[Litestar], typed: str) -> None:
    answer = await Browser(door).post("/public/verify", {"number": typed, "check_code": typed})
    assert answer.status_code == 422
    assert UNKNOWN in answer.text
    assert "<script>alert" not in answer.text
    assert "49" not in answer.text.partition('name="number"')[2][:200]


async def test_a_hostile_name_is_escaped_on_the_page(door: AsyncTestClient[Litestar], town: Town) -> None:
    name = '<img src=x onerror=alert(1)>=cmd|"厂'
    async with transaction():
        await _issue(Kind.PLAN_FILING, {**FACTS[Kind.PLAN_FILING], "addressee": name}, town.enterprise_id, None, False)
    row = await row_of(Kind.PLAN_FILING, last=True)
    filer = await signed_in(door, "filer")
    for path in ("/documents", f"/documents/{row['id']}"):
        shown = (await filer.get(path)).text
        assert "<img src=x" not in shown
        assert "&lt;img src=x" in shown
