"""What is installed holds all that the pages need, and says whose the files of others are."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "dashboard/components/assets"
CODE = (".js", ".mjs", ".css", ".txt", ".md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_parts_that_run_in_the_browser_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    wanted = {str(path.relative_to(ROOT)) for path in ASSETS.rglob("*") if path.suffix in CODE}
    assert len(wanted) > 8
    assert wanted - set(wheel.namelist()) == set()
    assert "dashboard/components/style.css" in wheel.namelist()


def test_the_files_of_others_are_as_they_were_published(wheel: zipfile.ZipFile) -> None:
    told = wheel.read("dashboard/components/assets/vendor/README.md").decode()
    rows = re.findall(r"^\| (\S+\.mjs) \| .*? \| ([\d.]+) \| MIT, in (\S+) \| (\w{64}) \|$", told, re.MULTILINE)
    assert len(rows) == 1
    name, version, licence, fingerprint = rows[0]
    content = wheel.read(f"dashboard/components/assets/vendor/{name}")
    assert hashlib.sha256(content).hexdigest() == fingerprint
    assert f'version="{version}"'.encode() in content
    assert (
        "Permission is hereby granted, free of charge"
        in wheel.read(f"dashboard/components/assets/vendor/{licence}").decode()
    )
    assert not re.search(rb"new Function|\beval\(", content)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in ASSETS.glob("*.js"):
        text = path.read_text("utf-8")
        assert [one for one in re.findall(r'from "([^"]+)"', text) if not one.startswith("./")] == [], path.name
        assert set(re.findall(r"https?://[^\s\"'`]+", text)) <= {"http://www.w3.org/2000/svg"}, path.name
