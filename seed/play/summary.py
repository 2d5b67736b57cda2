"""Spring of the second year: the year's package is ordered, built, signed, handed over, and checked."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import zipfile
from pathlib import Path

from domain.records.evidence import queries as evidence
from domain.summary import acts, checker, queries
from domain.summary.states import State
from seed.play.scene import OutOfScript, Scene

YEAR = 2024
MANIFEST, PUBLIC_KEY, CHECKER = "manifest.json", "public.pem", "checker.py"
AUTHORITY = "湖北省生态环境厅(演示)"


async def play(scene: Scene) -> str:
    officer, leader = await scene.holder("summary_officer"), await scene.holder("leader")
    completeness = await queries.completeness(YEAR, actor=officer)
    whole = sum(row.complete for row in completeness)
    reason = "拒不报送单位的排放量由主管部门测算，无企业报告和核查结论(演示)" if whole < len(completeness) else ""
    package_id = await acts.order(YEAR, actor=officer, at=scene.on(2026, 3, 10), reason=reason, authority=AUTHORITY)
    await scene.do_what_is_owed(scene.on(2026, 3, 10))
    key = await asyncio.to_thread(acts.key_in, scene.data_dir)
    await _expect(scene, package_id, State.BUILT)
    await acts.sign(package_id, key, actor=leader, at=scene.on(2026, 3, 12))
    await acts.hand_over(package_id, "演示回执-2024-001", actor=officer, at=scene.on(2026, 3, 16))
    card = await queries.package(package_id, actor=officer)
    assert card is not None
    content = await evidence.fetch(card.sha256)
    assert content is not None
    if scene.out is not None:
        await asyncio.to_thread(write_package, scene.out, card.number, content, key.public_pem)
    return (
        f"{whole} of {len(completeness)} enterprises complete; package {card.number}: {_files(content)} files, "
        f"{len(content):,} bytes, signed, handed over"
    )


async def _expect(scene: Scene, package_id: int, state: State) -> None:
    card = await queries.package(package_id, actor=await scene.holder("leader"))
    if card is None or card.state != state:
        raise OutOfScript(f"the package is not {state.value}: {card and card.trouble}")


def _files(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return len(package.namelist())


def write_package(out: Path, number: str, content: bytes, public_key: str) -> None:
    """Package, manifest, public key and checker into the folder; then the checker, as the ministry would run it."""
    out.mkdir(parents=True, exist_ok=True)
    package, key, script = out / f"{number}.zip", out / PUBLIC_KEY, out / CHECKER
    package.write_bytes(content)
    with zipfile.ZipFile(package) as held:
        (out / MANIFEST).write_bytes(held.read(MANIFEST))
    key.write_text(public_key)
    script.write_bytes(Path(str(checker.__file__)).read_bytes())
    arguments = [sys.executable, "-I", str(script), str(package), str(key)]
    found = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise OutOfScript(f"the checker refuses the package:\n{found.stdout}{found.stderr}")
