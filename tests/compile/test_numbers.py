"""The measured numbers of a pack: sentences, a chart with its data beside it, and what an edition may show of them."""

from __future__ import annotations

from cqc_evidence.compile import compile_pack
from cqc_evidence.measure import measure_coverage
from cqc_evidence.measure.metrics import measure_metrics
from cqc_evidence.model.data import DataFile, Observation
from cqc_evidence.model.evidence import Edition, Item
from cqc_evidence.model.pack import Chart, Heading, Pack
from tests.compile.packs import packed, parts, section, table, words
from tests.measure.build import item, project, tag
from tests.measure.metrics.figures import FOLDERS, results
from tests.measure.metrics.figures import project as papers
from tests.measure.metrics.observed import FILE, seen
from tests.measure.metrics.observed import parts as rows
from tests.measure.metrics.test_sentences import CAUSAL

LIVES, NEEDS = "statement-healthier-lives", "statement-assessing-needs"


def pack_of(
    *observations: Observation, edition: Edition = "internal", items: tuple[Item, ...] = (), settings: object = None
) -> Pack:
    of = project(*items, settings={"metrics": settings or {}}, data=(FILE,))
    return compile_pack(of, measure_coverage(of), (), edition, None, measure_metrics(of, observations))


def chart(pack: Pack) -> Chart:
    """Return the one chart of a pack."""
    (found,) = [one for one in parts(pack.sections) if isinstance(one, Chart)]
    return found


def site(**keys: object) -> list[Observation]:
    return [
        seen("lt-conversion-new", group="usual way", value=0.07, printed="7%", **keys),
        seen("lt-conversion-new", group="team", numerator=20, denominator=388, printed="5.15%", compared_with="usual way", **keys),
    ]  # fmt: skip


def test_a_metric_stands_in_full_once_and_is_pointed_at_elsewhere() -> None:
    pack = pack_of(*site())
    home, other = section(pack, LIVES), section(pack, NEEDS)
    assert any(isinstance(one, Heading) and one.id == "metric-lt-conversion-new" for one in home.blocks)
    assert "5.15 % (20 of 388; 95 % interval 3.36 % to 7.83 %)" in words(home)
    assert "so this could be chance" in words(home)
    assert "Measured as well, and shown elsewhere: New people going on to long-term support." in words(other)
    assert "They are associations" in words(home)


def test_the_chart_has_its_data_beside_it_and_words_made_from_the_same_data() -> None:
    pack = pack_of(*site())
    drawn, data = chart(pack), table(pack, "table-metric-lt-conversion-new")
    assert drawn.table == data.id
    assert drawn.kind == "intervals"
    assert drawn.alt == (
        "Dots with whiskers. team, January 2020: 5.15 %, interval 3.36 % to 7.83 %. Line at 7 %: usual way."
    )
    assert [words(cell) for cell in data.rows[0]] == [
        "team, January 2020", "5.15 %", "20 of 388", "3.36 % to 7.83 %", "1.8 points lower (−3.6 to +0.8), beside usual way",
        "could be chance", "none",
    ]  # fmt: skip
    assert [words(cell) for cell in data.rows[1]][1:4] == ["7 %", "n not available", "not available"]


def test_parts_are_drawn_as_bars_that_add_up() -> None:
    pack = pack_of(*rows("old", "2020-01", increase=20, decrease=10, no_change=70),
                   *rows("new", "2020-02", increase=10, decrease=10, no_change=80, beside="old"))  # fmt: skip
    drawn = next(
        one for one in parts(pack.sections) if isinstance(one, Chart) and one.id == "chart-metric-package-change"
    )
    assert drawn.kind == "parts"
    assert [round(sum(one.points[bar].value for one in drawn.series), 9) for bar in (0, 1)] == [1, 1]
    assert "new, February 2020: increase 10.0 %, no change 80.0 %, decrease 10.0 %" in drawn.alt


def test_a_long_series_is_drawn_over_time_with_its_limits_and_told_by_its_turning_points() -> None:
    points = [seen("c3-share", f"2019-{month:02}", numerator=10 + month % 3, denominator=100) for month in range(1, 13)]
    points += [seen("c3-share", f"2020-{month:02}", numerator=40 + month % 3, denominator=100) for month in range(1, 6)]
    rebase = {"metric": "c3-share", "begins": "2020-01", "because": "a second team began"}
    drawn = chart(pack_of(*points, settings={"rebase": [rebase]}))
    assert drawn.kind == "over-time"
    assert [(one.label, one.first, one.last) for one in drawn.lines if one.role == "centre"] == [
        ("mean", 0, 11),
        ("mean", 12, 16),
    ]
    assert "Limits begin anew in January 2020: a second team began." in drawn.note
    assert "First, lowest, highest and last are told here." in drawn.alt
    assert "Line of 17 points" in drawn.alt
    jump = chart(pack_of(*points))
    assert "Marked as unlikely to be chance: " in jump.alt
    assert any(point.special for point in jump.series[0].points)


def test_a_limit_below_nought_is_not_drawn_and_said_so() -> None:
    points = [
        seen("c3-share", f"2019-{month:02}", numerator=1 + 9 * (month % 2), denominator=100) for month in range(1, 13)
    ]
    drawn = chart(pack_of(*points))
    assert [line.label for line in drawn.lines] == ["mean", "upper limit"]
    assert "A lower limit below nought is not drawn." in drawn.note
    calm = [seen("c3-share", f"2019-{month:02}", numerator=30 + month % 2, denominator=100) for month in range(1, 13)]
    assert [line.label for line in chart(pack_of(*calm)).lines] == ["mean", "upper limit", "lower limit"]
    assert "below nought" not in chart(pack_of(*calm)).note


def test_few_or_uneven_points_are_drawn_without_settled_limits() -> None:
    values = (("2018-09", 8.3), ("2019-03", 7.2), ("2019-09", 6.1), ("2020-03", 5.5), ("2021-03", 7.2))
    drawn = chart(
        pack_of(*(seen("new-lt-starts-per-week", when, group="community", value=value) for when, value in values))
    )
    assert drawn.lines == ()
    assert drawn.note == "A line of points without limits."
    assert drawn.title == "New long-term starts a week, community"
    assert "September 2018 8.3 a week; March 2019 7.2 a week" in drawn.alt
    even = [seen("c3-share", f"2019-{month:02}", numerator=9, denominator=100) for month in range(1, 6)]
    assert chart(pack_of(*even)).note.startswith("Trial limits: too few points for settled ones.")


def test_what_a_table_says_alone_is_not_drawn() -> None:
    pack = pack_of(seen("cost-avoidance", value=696000, printed="£696k"))
    assert not [one for one in parts(pack.sections) if isinstance(one, Chart)]
    assert "Quoted, never computed." in words(section(pack, "statement-governance"))
    assert "£696,000 as printed" in words(section(pack, "statement-governance"))
    only_printed = pack_of(seen("unplanned-review-change", "2019", part="increase", value=0.43))
    assert not [one for one in parts(only_printed.sections) if isinstance(one, Chart)]


def test_a_table_shows_whole_groups_and_parts_of_one_only_where_there_is_no_whole() -> None:
    halves = [seen("c1-to-c2", breakdown=name, numerator=9, denominator=100) for name in ("north", "south")]
    found = table(pack_of(*halves), "table-metric-c1-to-c2")
    assert [words(row[0]) for row in found.rows] == ["January 2020"]
    assert "2 more values in the JSON file." in found.description
    alone = [seen("c1-to-c2", breakdown=name, value=0.09) for name in ("north", "south")]
    found = table(pack_of(*alone), "table-metric-c1-to-c2")
    assert [words(row[0]) for row in found.rows] == ["north, January 2020", "south, January 2020"]


def test_a_long_table_says_how_many_more_there_are() -> None:
    many = [seen("c1-to-c2", f"2019-{month:02}", group=f"site {number}", numerator=9, denominator=100)
            for number in range(3) for month in range(1, 12)]  # fmt: skip
    found = table(pack_of(*many), "table-metric-c1-to-c2")
    assert len(found.rows) == 24
    assert "9 more values in the JSON file." in found.description


def test_a_table_tells_rates_counts_and_ties_in_plain_words() -> None:
    pack = pack_of(
        seen("new-lt-starts-per-week", "2020-01", numerator=20, denominator=4), seen("waiting", numerator=12), seen("waiting", "2020-02", numerator=9), seen("c1-to-c3", "2020-02", numerator=9),
        seen("new-lt-starts-per-week", "2020-02", numerator=20, denominator=4),
        seen("package-change", part="increase", numerator=1), seen("c1-to-c3", numerator=9, denominator=4),
        seen("package-change", part="average weekly change", value=3), *rows("x", "2020-03", increase=1, decrease=1, no_change=1),
        seen("package-change", "2020-03", group="x", part="average weekly change", value=-3, compared_with="y"),
        *rows("y", "2020-03", increase=1, decrease=1, no_change=1),
        seen("package-change", "2020-03", group="y", part="average weekly change", value=3),
    )  # fmt: skip
    rate = table(pack, "table-metric-new-lt-starts-per-week").rows
    assert words(rate[1][2]) == "20 in 4"
    assert words(rate[1][4]).startswith("same (")
    assert words(table(pack, "table-metric-waiting").rows[0][2]) == "n = 12"
    assert words(table(pack, "table-metric-c1-to-c3").rows[0][1]) == "not available"
    year = table(pack, "table-metric-package-full-year").rows
    assert words(year[0][4]) == "£936 a year lower, beside y"
    assert "more than all" not in words(pack.sections)


def test_evidence_that_an_edition_does_not_show_takes_its_numbers_with_it() -> None:
    secret = item("secret", tag(), sensitivity="personal")
    for edition in ("cqc", "public"):
        pack = pack_of(*site(item="secret"), edition=edition, items=(secret,))
        assert pack.metrics == ()
        assert "New people going on" not in words(pack.sections)
    assert len(pack_of(*site(item="secret"), items=(secret,)).metrics) == 2


def test_outside_the_council_a_table_is_known_by_its_hash_alone() -> None:
    named = {one.file for result in pack_of(*site()).metrics for one in result.provenance.files}
    outside = {one.file for result in pack_of(*site(), edition="cqc").metrics for one in result.provenance.files}
    assert named == {"evidence/data/aggregate.csv"}
    assert outside == {"a table of the council's own"}
    assert "aggregate.csv" in words(section(pack_of(*site()), LIVES))
    assert "aggregate.csv" not in words(section(pack_of(*site(), edition="cqc"), LIVES))


def test_the_public_edition_hides_small_counts_and_rounds_the_others() -> None:
    pack = pack_of(
        seen("c1-to-c2", group="small", numerator=3, denominator=80), seen("c1-to-c2", group="large", numerator=33, denominator=120),
        seen("waiting", "2020-01", numerator=4), seen("waiting", "2020-02", numerator=42), seen("c3-share", value=0.16),
        seen("time-to-first-conversation", value=9, denominator=43, low=7, high=12), seen("waiting", part="longest wait", value=90, numerator=1),
        seen("new-lt-starts-per-week", numerator=33, denominator=4),
        seen("waiting", part="middle wait", value=11, denominator=43, low=7, high=20),
        seen("feedback-positive", part="listened to", numerator=30, denominator=33), edition="public",
    )  # fmt: skip
    told = {(one.metric, one.group, one.part, one.period.text): one for one in pack.metrics}
    small, large = told["c1-to-c2", "small", "", "2020-01"], told["c1-to-c2", "large", "", "2020-01"]
    assert (small.value, small.numerator, small.denominator, small.interval) == (None, None, None, None)
    assert "not shown (a small number" in small.sentence
    assert (large.numerator, large.denominator, large.value) == (35, 120, 0.29)
    assert told["waiting", "all", "", "2020-01"].value is None
    assert told["waiting", "all", "", "2020-02"].value == 40
    assert told["waiting", "all", "longest wait", "2020-01"].value is None
    middle = told["waiting", "all", "middle wait", "2020-01"]
    assert (middle.value, middle.unit, middle.denominator, middle.interval) == (11, "days", 45, None)
    assert told["time-to-first-conversation", "all", "", "2020-01"].denominator == 45
    assert told["new-lt-starts-per-week", "all", "", "2020-01"].numerator == 35
    assert told["feedback-positive", "all", "listened to", "2020-01"].hidden
    assert told["c3-share", "all", "", "2020-01"].value == 0.16
    shown = words(pack.sections)
    assert "3 of 80" not in shown
    assert "33 of 120" not in shown
    row = table(pack, "table-metric-c1-to-c2").rows
    assert [words(cell) for cell in row[1]][1:4] == ["not shown", "not shown", "not shown"]


def test_of_parts_that_add_up_never_exactly_one_is_hidden() -> None:
    pack = pack_of(*rows("site", "2020-01", increase=3, decrease=40, no_change=60), edition="public")
    shown = {one.part: one.value for one in pack.metrics if one.metric == "package-change"}
    assert shown["increase"] is None
    assert sum(value is None for value in shown.values()) == 2


def test_what_is_published_and_linked_is_shown_as_it_was_published() -> None:
    paper = item(
        "paper", tag(), sensitivity="public", source={"citation": "A paper", "public_url": "https://example.org/paper"}
    )
    pack = pack_of(seen("c1-to-c2", numerator=3, denominator=80, item="paper"), edition="public", items=(paper,))
    assert (pack.metrics[0].numerator, pack.metrics[0].denominator) == (3, 80)


def test_a_pack_without_tables_has_no_word_of_metrics() -> None:
    pack = packed(project(item("one")))
    assert pack.metrics == ()
    assert "The numbers" not in [one.text for one in parts(pack.sections) if isinstance(one, Heading)]


def test_a_metric_of_no_statement_here_is_in_the_json_alone() -> None:
    of = project(data=(DataFile(file="evidence/data/aggregate.csv", table="aggregate", sha256="0", size=1),))
    metrics = of.framework.metrics
    lost = tuple(one.model_copy(update={"statements": ("nowhere",)}) for one in metrics.metrics)
    framework = of.framework.model_copy(update={"metrics": metrics.model_copy(update={"metrics": lost})})
    of = of.model_copy(update={"framework": framework})
    pack = compile_pack(of, measure_coverage(of), (), "internal", None, measure_metrics(of, site()))
    assert len(pack.metrics) == 2
    assert "5.15 %" not in words(pack.sections)


def test_no_chart_caveat_or_verdict_of_the_papers_claims_a_cause() -> None:
    told = []
    for name in FOLDERS:
        of = papers(name)
        for edition in ("internal", "public"):
            pack = compile_pack(of, measure_coverage(of), (), edition, None, results(name))
            told += [text for one in pack.metrics for text in (one.sentence, one.verdict, *one.caveats)]
            drawn = [one for one in parts(pack.sections) if isinstance(one, Chart)]
            told += [text for one in drawn for text in (one.title, one.alt, one.note)]
    assert len(told) > 500
    assert [text for text in told if CAUSAL.search(text)] == []
