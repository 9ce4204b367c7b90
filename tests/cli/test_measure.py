"""`cqc-evidence measure`, and what the packs of the papers say in its words."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import cqc
from tests.support import write_files
from tests.test_example import ROOT

KEYS = {
    "metric", "group", "period", "value", "numerator", "denominator", "interval", "comparison", "verdict", "caveats", "sentence",
    "provenance",
}  # fmt: skip
HEAD = "metric,group,period,part,numerator,denominator,value,printed,compared_with"


@pytest.fixture
def medway(tmp_path: Path) -> Path:
    """Return a copy of the Medway project."""
    return Path(shutil.copytree(ROOT / "tests" / "projects" / "medway-2017", tmp_path / "medway"))


def _project(folder: Path, *rows: str) -> Path:
    text = "\n".join((HEAD, *rows)) + "\n"
    write_files(folder, {"project.yaml": "council: Wetherby Vale Council\n", "evidence/data/aggregate.csv": text})
    return folder


def test_programs_get_a_list_with_the_keys_that_were_promised(medway: Path) -> None:
    found = json.loads(cqc("measure", "--format", "json", at=medway).out)
    assert found
    for one in found:
        assert set(one) >= KEYS
    share = next(one for one in found if one["metric"] == "lt-conversion-new" and one["group"] == "innovation team")
    assert (share["numerator"], share["denominator"], share["period"]) == (20, 388, "2017-04/2017-06")
    assert share["value"] == pytest.approx(20 / 388)
    assert share["interval"] == pytest.approx([0.0336, 0.0783], abs=1e-4)
    assert set(share["comparison"]) >= {"with", "value", "difference", "interval"}
    assert share["verdict"] == "could be chance"
    assert share["provenance"]["files"][0]["file"] == "evidence/data/aggregate-support.csv"


def test_people_get_one_sentence_each_with_the_caveats_below(medway: Path) -> None:
    told = " ".join(cqc("measure", "lt-conversion-new", at=medway).out.split())
    assert "5.15 % (20 of 388; 95 % interval 3.36 % to 7.83 %)" in told
    assert "so this could be chance" in told
    assert "Caveat: Less long-term support may be good practice or need that is not met" in told
    assert "Associations only; none of them shows what came of what." in told


def test_excel_gets_one_row_a_value_and_no_formula(tmp_path: Path) -> None:
    folder = _project(tmp_path, 'c1-to-c3,"=cmd()",2020-01,,4,40,,,', "c1-to-c3,b,2020-01,,9,40,,,=cmd()")
    rows = list(csv.DictReader(io.StringIO(cqc("measure", "--format", "csv", at=folder).out)))
    assert [(row["group"], row["numerator"], row["beside"]) for row in rows] == [
        ("'=cmd()", "4.0", ""),
        ("b", "9.0", "=cmd()"),
    ]


def test_only_what_is_named_is_shown_and_a_slip_gets_the_nearest_name(medway: Path) -> None:
    found = json.loads(cqc("measure", "c1-to-c2", "c1-to-c3", "--format", "json", at=medway).out)
    assert {one["metric"] for one in found} == {"c1-to-c2", "c1-to-c3"}
    refused = cqc("measure", "c1-to-c4", at=medway)
    assert refused.code == 2
    assert 'there is no metric "c1-to-c4": did you mean "c1-to-c' in refused.err


def test_earlier_values_are_counted_and_the_latest_is_told(tmp_path: Path) -> None:
    folder = _project(tmp_path, *(f"c3-share,all,2019-{month:02},,9,100,,," for month in range(1, 9)))
    told = " ".join(cqc("measure", at=folder).out.split())
    assert "Conversations that are conversation 3, August 2019: 9.0 %" in told
    assert "7 more values, earlier or of a part of a group: --format csv lists them." in told
    assert "8 values." in told


def test_without_a_table_it_says_how_to_make_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n"})
    told = " ".join(cqc("measure", at=tmp_path).out.split())
    assert "Make one: cqc-evidence new aggregate" in told


def test_rows_are_counted_with_their_places_told_when_something_is_wrong(tmp_path: Path) -> None:
    rows = ["person_id,conversation,start,end,outcome,team,site"]
    rows += [f"P{number},C1,2020-0{1 + number % 2}-10,2020-03-01,ended here,North,site" for number in range(40)]
    rows += [f"P{number},C3,2020-04-10,2020-05-01,long-term support,North,site" for number in range(10)]
    rows += ["P1,C1,2021-01-01,,,,"]
    text = "\n".join(rows) + "\n"
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n", "evidence/data/conversations.csv": text})
    found = json.loads(cqc("measure", "c1-to-c3", "--format", "json", at=tmp_path).out)
    whole = [one for one in found if one["group"] == "all"]
    assert sum(one["numerator"] for one in whole) == 10
    assert {one["provenance"]["engine"] for one in found} == {"duckdb"}
    assert "P1" not in json.dumps(found)


def test_an_error_in_a_table_is_told_beside_the_numbers_and_never_among_them(tmp_path: Path) -> None:
    folder = _project(tmp_path, "c1-to-c3,all,2020-01,,some,40,,,", "c1-to-c2,all,2020-01,,4,40,,,")
    asked = cqc("measure", "--format", "json", at=folder)
    assert asked.code == 1
    assert [one["metric"] for one in json.loads(asked.out) if one["value"] is not None] == ["c1-to-c2"]
    assert '"some" is not a number' in asked.err
    assert "evidence/data/aggregate.csv, row 2, column numerator" in asked.err
    told = cqc("measure", at=folder)
    assert (told.code, "[wrong-value]" in told.out) == (1, True)


def test_a_build_tells_what_could_not_be_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "person_id,conversation,start\nP1,C1,2020-01-01\n"
    write_files(tmp_path, {"project.yaml": "council: Wetherby Vale Council\n", "evidence/data/conversations.csv": text})
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "ibis", None)
    built = " ".join(cqc("build", "--format", "json", at=tmp_path).out.split())
    assert 'row-level tables need the extra: pip install "cqc-evidence[data]"' in built
    measured = " ".join(cqc("measure", at=tmp_path).out.split())
    assert 'row-level tables need the extra: pip install "cqc-evidence[data]"' in measured


def test_the_medway_pack_says_what_could_be_chance_and_what_is_clear(medway: Path) -> None:
    cqc("build", "--format", "html,json", at=medway)
    pack = (medway / "out" / "self-assessment.html").read_text(encoding="utf-8")
    assert "5.15 % (20 of 388; 95 % interval 3.36 % to 7.83 %). Beside 7 % (usual way of working" in pack
    assert "exact one-sided p 0.088): the interval includes no difference, so this could be chance" in pack
    assert "Beside 18 % (usual way of working" in pack
    assert "exact one-sided p below 0.001): a clear difference, which is an association and no more" in pack


def test_the_harrow_pack_says_where_starts_were_back_that_decreases_fell_and_that_follow_up_was_unequal(
    pristine_example: Path,
) -> None:
    cqc("build", "--format", "html", "--today", "2026-11-25", at=pristine_example)
    pack = (pristine_example / "out" / "self-assessment.html").read_text(encoding="utf-8")
    assert "The last available point is back at 7.2 a week, as in March 2019." in pack
    assert "Decreases also fell: 4.8 % (14 of 289) beside 8.1 % (34 of 418)" in pack
    assert "Follow-up was unequal: 38.0 % (191 of 502)" in pack
    assert "£696,000 as printed" in pack


@pytest.mark.parametrize("verb", [["--help"], ["check"], ["coverage"], ["measure", "--help"]])
def test_nothing_heavy_is_loaded_where_nothing_is_drawn_or_counted(verb: list[str], pristine_example: Path) -> None:
    code = (
        "import sys\nsys.argv = ['cqc-evidence', *sys.argv[1:]]\nfrom cqc_evidence.cli.main import run\ntry:\n    run()\n"
        "except SystemExit:\n    pass\nheavy = {'pandas', 'ibis', 'duckdb', 'matplotlib', 'pyarrow'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *verb],
        cwd=pristine_example,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert "HEAVY []" in done.stdout, done.stdout[-300:] + done.stderr[-300:]
