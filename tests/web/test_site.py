"""Files that others change while the page is open, and a day that ends: the page knows."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqc_evidence.read import read_project
from cqc_evidence.read.audit import broken_chains, chain_files
from cqc_evidence.web import site as module
from tests.support import ITEM, item_text, make_project, write_files
from tests.web.opened import Opened

FILE = "evidence/weekly-reflection.md"
DAY = date(2025, 6, 1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_REST", 0.02)
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(make_project(tmp_path / "project"), tmp_path, today=DAY)


def test_a_file_that_was_changed_in_an_editor_is_seen_and_shown(opened: Opened) -> None:
    assert not opened.site.scan(), "nothing has changed yet"
    write_files(opened.root, {FILE: ITEM.replace("Staff met every week", "Staff met twice a week")})
    write_files(opened.root, {"evidence/another.md": item_text("another", title="Another one")})
    assert opened.site.scan()
    assert opened.site.state.items["weekly-reflection"].title == "Staff met twice a week"
    assert "Another one" in opened.person("roy").get("/item/another").text
    (opened.root / "evidence/another.md").unlink()
    assert opened.site.scan()
    assert opened.person("roy").get("/item/another").status_code == 404
    assert not opened.site.scan()


def test_a_file_that_is_still_being_written_is_waited_for(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = item_text("long", title="A long one", body="words " * 400)
    path = opened.root / "evidence/long.md"
    pieces = [whole[:90], whole[:900], whole]
    path.write_text(pieces.pop(0))

    def meanwhile(_seconds: float) -> None:
        if pieces:
            path.write_text(pieces.pop(0))

    monkeypatch.setattr(module.time, "sleep", meanwhile)
    assert not opened.site.scan()
    assert "long" not in opened.site.state.items
    assert not opened.site.scan()
    assert opened.site.state.project.left_out == (), "half a file was never read"
    assert opened.site.scan()
    assert opened.site.state.items["long"].title == "A long one"


def test_people_who_save_all_the_time_do_not_keep_the_page_from_seeing_what_others_changed(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(opened.root, {"evidence/another.md": item_text("another")})
    ann, saved = opened.person("ann"), []

    def meanwhile(_seconds: float) -> None:
        saved.append(ann.change("/item/weekly-reflection/edit", owner=f"Owner {len(saved)}").status_code)

    monkeypatch.setattr(module.time, "sleep", meanwhile)
    assert opened.site.scan()
    assert saved == [303]
    assert "another" in opened.site.state.items


def test_a_file_that_goes_between_two_looks_is_no_mistake(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = module.Stamp.of(opened.root / FILE)
    assert stamp is not None
    (opened.root / FILE).unlink()
    monkeypatch.setattr(module.Stamp, "of", lambda _path: stamp._replace(size=1))
    opened.site.fresh(FILE)
    assert "weekly-reflection" not in opened.site.state.items


def test_a_copy_that_a_sync_client_made_appears_and_both_become_one_item(opened: Opened) -> None:
    copy = "evidence/weekly-reflection-LAPTOP-7.md"
    write_files(
        opened.root, {copy: ITEM.replace("date: 2025-01", "date: 2025-02").replace("voice: staff", "voice: leader")}
    )
    assert opened.site.scan()
    ann = opened.person("ann")
    assert "weekly-reflection" in ann.get("/copies").text
    address = "/copies/weekly-reflection"
    page = ann.get(address)
    assert "LAPTOP-7" in page.text
    undecided = ann.send(address, ann.form(page, address), choose__date="mine")
    assert undecided.status_code == 409, "each difference wants an answer"
    joined = ann.send(address, ann.form(page, address), choose__date="mine", choose__voice="theirs")
    assert joined.status_code == 303
    assert not (opened.root / copy).exists()
    item = opened.site.state.items["weekly-reflection"]
    assert (str(item.date), item.voice) == ("2025-02", "staff"), "mine is the copy, theirs the file that is kept"
    assert opened.site.state.twins == {}
    assert broken_chains(opened.root) == ()
    assert len(opened.web.trail.newest()) == 2


class Calendar:
    """A day that can be moved on."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.as_at: date | None = None

    @property
    def today(self) -> date:
        return self.day


def overnight(tmp_path: Path, settings_text: str = "council: Testshire Council\n") -> tuple[Opened, Calendar]:
    """Open a project with a story whose permission ends with the first of June."""
    story = item_text(
        "story", title="A story", kind="story", voice="person", verbatim="true",
        permission="{basis: given, scope: [internal, cqc], until: 2025-06-01, names_checked_by: Lead}",
    )  # fmt: skip
    root = make_project(tmp_path / "project", {"project.yaml": settings_text, "evidence/story.md": story})
    opened = Opened(root, tmp_path)
    calendar = Calendar(DAY)
    opened.site.dates = calendar  # type: ignore[assignment]
    opened.site.reread()
    return opened, calendar


def test_over_midnight_permission_is_that_of_the_new_day_although_no_file_has_changed(tmp_path: Path) -> None:
    opened, calendar = overnight(tmp_path)
    first, counted = opened.site.coverage()
    assert counted
    assert opened.site.state.project.today == opened.site.state.project.as_at == date(2025, 6, 1)
    calendar.day = date(2025, 6, 2)
    assert opened.site.state.project.today == opened.site.state.project.as_at == date(2025, 6, 2)
    second, counted = opened.site.coverage()
    assert counted, "what was counted yesterday is not shown today, not even for a moment"
    whole = read_project(opened.root, today=date(2025, 6, 2))
    assert opened.site.state.project == whole
    assert second == module.measure_coverage(whole)
    assert first != second, "the permission has ended"


def test_a_day_that_the_project_fixes_for_its_evidence_stays_when_permission_moves_on(tmp_path: Path) -> None:
    opened, calendar = overnight(tmp_path, "council: Testshire Council\nas_at: 2025-03-31\n")
    calendar.day = date(2025, 6, 2)
    assert (opened.site.state.project.today, opened.site.state.project.as_at) == (date(2025, 6, 2), date(2025, 3, 31))


def test_a_large_project_never_shows_yesterdays_count_and_many_who_ask_at_once_all_get_one(tmp_path: Path) -> None:
    opened, calendar = overnight(tmp_path)
    opened.site.coverage()
    opened.site._took = 100.0
    calendar.day = date(2025, 6, 2)
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(opened.site.coverage()[1])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_in_a_large_project_the_page_after_a_change_does_not_wait_for_the_count_and_says_so(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_A_MOMENT", 0.0)
    may_count, real = threading.Event(), opened.site._recount
    monkeypatch.setattr(opened.site, "_recount", lambda state: (may_count.wait(30), real(state)))
    lead = opened.person("lead")
    before = opened.site.coverage()[0]
    opened.site._took = 100.0
    write_files(opened.root, {"evidence/another.md": item_text("another")})
    opened.site.reread()
    pages = [lead.get(address).text for address in ("/", "/gaps?risk=high")]
    assert all("The last change is being counted" in page for page in pages)
    assert 'href="/gaps?risk=high"' in pages[1]
    assert opened.site.coverage() == (before, False)
    may_count.set()
    for _ in range(500):
        if opened.site.coverage()[1]:
            break
        time.sleep(0.02)
    counted, current = opened.site.coverage()
    assert current
    assert counted != before
    assert "being counted" not in lead.get("/").text


def test_a_change_at_the_same_moment_as_the_first_count_of_a_day_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, calendar = overnight(tmp_path)
    calendar.day = date(2025, 6, 2)
    real, changed = opened.site._recount, []

    def change_first(state: module.State) -> None:
        if not changed:
            changed.append(True)
            opened.site.reread()
        real(state)

    monkeypatch.setattr(opened.site, "_recount", change_first)
    coverage, _ = opened.site.coverage()
    assert coverage is not None


CONTENT = st.sampled_from(
    [
        item_text("one"), item_text("one", title="Other words"), item_text("two"), item_text("two", date="2025-13"), "no front matter", "",
        "---\nid: one\n", item_text("one", kind="nonsense", body="Words."), "\ufeff" + item_text("three").replace("\n", "\r\n"),
    ]
)  # fmt: skip
STEP = st.tuples(st.sampled_from(["evidence/a.md", "evidence/b/c.md", "evidence/z.md"]), st.none() | CONTENT)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=1, max_size=6))
def test_after_any_changes_of_items_the_page_knows_what_a_new_reading_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("page")
    opened = Opened(make_project(folder / "project"), folder, today=DAY)
    for file, content in steps:
        path = opened.root / file
        if content is None:
            path.unlink(missing_ok=True)
        else:
            write_files(opened.root, {file: content})
        opened.site.fresh(file)
        assert opened.site.state.project == read_project(opened.root, today=DAY)


def test_many_who_change_one_item_at_once_through_the_page_are_each_kept_or_told(opened: Opened) -> None:
    people = [opened.person(user) for user in ("ann", "ben", "lead", "ann", "ben", "lead")]
    forms = [
        person.form(person.get("/item/weekly-reflection/edit"), "/item/weekly-reflection/edit") for person in people
    ]
    answers: dict[int, int] = {}

    def send(place: int) -> None:
        answers[place] = (
            people[place].send("/item/weekly-reflection/edit", forms[place], owner=f"Owner {place}").status_code
        )

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [303, 409, 409, 409, 409, 409]
    winner = next(place for place, code in answers.items() if code == 303)
    assert opened.site.state.items["weekly-reflection"].owner == f"Owner {winner}"
    assert len(opened.web.trail.newest()) == 1


def test_a_change_by_another_program_between_form_and_save_is_brought_together_with_mine(opened: Opened) -> None:
    ann, address = opened.person("ann"), "/item/weekly-reflection/edit"
    form = ann.form(ann.get(address), address)
    write_files(opened.root, {FILE: ITEM.replace("voice: staff", "voice: leader")})
    clash = ann.send(address, form, owner="Ann")
    assert clash.status_code == 409
    assert ann.send(address, ann.form(clash, address)).status_code == 303
    item = opened.site.state.items["weekly-reflection"]
    assert (item.owner, item.voice) == ("Ann", "leader")


def test_somebody_whose_chain_is_broken_is_told_which_file_to_put_back_and_nothing_is_written(opened: Opened) -> None:
    ann, address = opened.person("ann"), "/item/weekly-reflection/edit"
    assert ann.change(address, owner="Ann").status_code == 303
    (chain,) = chain_files(opened.root)
    whole = (opened.root / chain).read_bytes()
    (opened.root / chain).write_bytes(whole[:-9])
    before = (opened.root / FILE).read_bytes()
    refused = ann.change(address, owner="Somebody")
    assert refused.status_code == 409
    assert chain.rpartition("/")[2] in ann.told(refused)
    assert (opened.root / FILE).read_bytes() == before
    assert opened.person("ben").change(address, owner="Ben").status_code == 303, "others go on"
    (opened.root / chain).write_bytes(whole)
    assert ann.change(address, owner="Ann again").status_code == 303


def test_while_another_program_changes_the_project_somebody_is_asked_to_wait(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cqc_evidence.store.journal import locked

    monkeypatch.setattr("cqc_evidence.store.journal._PATIENCE", 0.1)
    ann, address = opened.person("ann"), "/item/weekly-reflection/edit"
    with locked(opened.root):
        busy = ann.change(address, owner="Ann")
    assert busy.status_code == 503
    assert "Another program is at work" in ann.told(busy)
    assert ann.change(address, owner="Ann").status_code == 303


def test_a_file_that_cannot_be_changed_as_it_stands_is_named_with_the_reason(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object) -> bytes:
        message = "this front matter cannot be changed as it stands"
        raise ValueError(message)

    monkeypatch.setattr("cqc_evidence.store.desk.edited", odd)
    ann = opened.person("ann")
    refused = ann.change("/item/weekly-reflection/edit", owner="Ann")
    assert refused.status_code == 409
    assert FILE in ann.told(refused)


def test_a_comment_to_which_others_are_always_quicker_is_refused_in_plain_words(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cqc_evidence.store.journal import ConflictError

    def late(*_: object) -> None:
        raise ConflictError(["evidence/comments.yaml"])

    monkeypatch.setattr(opened.site.desk, "save", late)
    ann = opened.person("ann")
    form = ann.form(ann.get("/item/weekly-reflection"), "/comment/weekly-reflection")
    refused = ann.send("/comment/weekly-reflection", form, text="Mine.")
    assert refused.status_code == 409
    assert "Nothing of yours was written" in ann.told(refused)
