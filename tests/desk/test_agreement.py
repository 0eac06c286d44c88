"""How far two annotations of one article agree, with coefficients computed by hand."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest

from kg.base.errors import KgError, UsageError
from kg.cli.main import run
from kg.desk.agreements.agreement import Agreement, compare
from kg.desk.agreements.coefficients import alpha, differs, masi
from kg.desk.agreements.readings import read_both

HEAD = "article: {title: A visit, publisher: the-paper, published: 2023-12-14}\n"
HASH = "0" * 64


def claim(id_: str, start: int, stance: str = "asserts", more: str = "", *, fact: str = "talks") -> str:
    type_ = "Visit" if fact in ("the-visit", "a-visit") else "Talks"
    evidence = f"[{{at: [{start}, {start + 10}], sha256: {HASH}}}]"
    return f"  - {{id: {id_}, fact: {fact}, type: {type_}, stance: {stance}, evidence: {evidence}{more}}}\n"


class Desk:
    """Two annotations of one article, `x.ab.yaml` and `x.cd.yaml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.a, self.b = folder / "x.ab.yaml", folder / "x.cd.yaml"

    def write(self, a: str, b: str) -> None:
        for path, claims in ((self.a, a), (self.b, b)):
            path.write_text(f"{HEAD}claims:\n{claims}" if claims else f"{HEAD}claims: []\n", "utf-8")

    def compare(self) -> Agreement:
        return compare(*read_both(self.a, self.b))

    def run(self, verb: str, *words: str) -> int:
        return run([verb, str(self.a), str(self.b), *words])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def alphas(desk: Desk) -> dict[str, str]:
    return {name: str(its) for name, its in desk.compare().alphas.items()}


def test_alpha_of_stances_is_that_computed_by_hand(desk: Desk) -> None:
    """Nominal data, two observers, none missing (Krippendorff 2011, section B; Hayes and Krippendorff 2007).

    A says asserts, asserts, denies, asserts; B says asserts, denies, denies, asserts: n = 8 values, of which 5 assert
    and 3 deny. One of four units holds a mismatch: alpha = 1 - (n - 1) o / (n_asserts n_denies) = 1 - 7 · 1 / (5 · 3)
    = 8/15 = 0.533.
    """
    said = [("asserts", "asserts"), ("asserts", "denies"), ("denies", "denies"), ("asserts", "asserts")]
    desk.write(
        "".join(claim(f"c{number}", 100 * number, a) for number, (a, _) in enumerate(said)),
        "".join(claim(f"d{number}", 100 * number + 2, b) for number, (_, b) in enumerate(said)),
    )
    found = desk.compare().alphas["stance"]
    assert (found.units, found.alike, found.value) == (4, 3, round(8 / 15, 4))


def test_alpha_of_fillers_is_that_computed_by_hand(desk: Desk) -> None:
    """Sets, by MASI (Passonneau 2006), in alpha's general form (Krippendorff 2004, chapter 11).

    Units: {a, b} and {a, b}; {a, b} and {a}; {c} and {c}. n = 6 values: {a, b} three times, {a} once, {c} twice.
    Distances: {a, b} to {a} is 1 - 1/2 · 2/3 = 2/3; those to {c} are 1. Observed: 2 · 2/3 / 6 = 2/9. Expected:
    2 · (3·1·2/3 + 3·2·1 + 1·2·1) / (6 · 5) = 20/30 = 2/3. alpha = 1 - (2/9) / (2/3) = 2/3 = 0.667.
    """
    roles = [("[a, b]", "[b, a]"), ("[a, b]", "[a]"), ("c", "[c]")]
    desk.write(
        "".join(claim(f"c{n}", 100 * n, more=f", roles: {{participant: {a}}}") for n, (a, _) in enumerate(roles)),
        "".join(claim(f"c{n}", 100 * n, more=f", roles: {{participant: {b}}}") for n, (_, b) in enumerate(roles)),
    )
    found = desk.compare().alphas["role participant"]
    assert (found.units, found.alike, found.value) == (3, 2, round(2 / 3, 4))


def test_alpha_of_times_is_that_computed_by_hand(desk: Desk) -> None:
    """Times, by the share of days.

    Units: the 13th, and the 13th; 1st to 10th, and 6th to 10th, which share 5 of 10 days: 1/2; no time, and none.
    n = 6. Observed: 2 · 1/2 / 6 = 1/6. Expected: of the values D twice, I, J, and none twice, all at distance 1 but I
    and J at 1/2: 2 · (2 + 2 + 4 + 1/2 + 2 + 2) / (6 · 5) = 25/30 = 5/6. alpha = 1 - (1/6) / (5/6) = 4/5.
    """
    times = [("2023-12-13", "2023-12-13"), ("2023-12-01/2023-12-10", "2023-12-06/2023-12-10"), ("", "")]
    desk.write(
        "".join(claim(f"c{n}", 100 * n, more=a and f", when: {a}") for n, (a, _) in enumerate(times)),
        "".join(claim(f"c{n}", 100 * n, more=b and f", when: {b}") for n, (_, b) in enumerate(times)),
    )
    assert desk.compare().alphas["time"].value == 0.8


def test_alpha_that_is_undefined_says_why_and_is_never_one(desk: Desk) -> None:
    desk.write(claim("a", 0) + claim("b", 100), claim("a", 0) + claim("b", 100))
    assert alphas(desk) == dict.fromkeys(("type", "stance", "scope", "speaker", "time"), "undefined: no variation")
    desk.write(claim("a", 0), claim("a", 0, "denies"))
    assert alphas(desk)["stance"] == "undefined: one unit"
    desk.write(claim("a", 0), claim("a", 50))
    assert alphas(desk)["stance"] == "undefined: no claim matches"
    desk.write("", "")
    assert alphas(desk)["stance"] == "undefined: no claim matches"


def test_alpha_is_nought_where_agreement_is_that_of_chance() -> None:
    """n = 8; two of four units mismatch; 4 of each: 1 - 7 · 2 / 16 = 1/8. One more mismatch: 1 - 7 · 3 / 16 < 0."""
    units = [("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")]
    assert alpha(units, differs).value == 0.125
    assert alpha([*units[1:], ("a", "b")], differs).value == round(1 - 7 * 3 / (3 * 5), 4)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("ab", "ab", 0), ("ab", "cd", 1), ("ab", "bc", 1 - 1 / 3 / 3), ("abc", "a", 1 - 1 / 3 * 2 / 3),
     ("", "a", 1), ("", "", 0)],
)  # fmt: skip
def test_masi(one: str, other: str, expected: float) -> None:
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(expected)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(expected)


def pairs(desk: Desk) -> list[tuple[str, str]]:
    found = desk.compare()
    return [(found.a.claims[i].id, found.b.claims[j].id) for i, j, _ in found.matched.pairs]


def test_claims_match_one_to_one_by_words_and_fact(desk: Desk) -> None:
    desk.write(
        claim("talks", 0) + claim("again", 4) + claim("visit", 100, fact="a-visit") + claim("alone", 300),
        claim("t1", 3) + claim("t2", 0) + claim("v", 105, fact="the-visit") + claim("other", 400),
    )
    found = desk.compare()
    assert pairs(desk) == [("talks", "t2"), ("again", "t1"), ("visit", "v")]
    assert found.renamed == [("a-visit", "the-visit")]
    assert [(its.things, its.in_a, its.in_b, its.in_both) for its in found.found] == [
        ("claims", 4, 4, 3), ("spans, the same", 4, 4, 1), ("code points", 34, 33, 18),
    ]  # fmt: skip
    claims = found.found[0]
    assert (claims.precision, claims.recall, claims.f1) == (0.75, 0.75, 0.75)


def test_a_fact_of_one_name_is_no_other_though_words_overlap_more(desk: Desk) -> None:
    desk.write(claim("a", 0) + claim("b", 0, fact="visit"), claim("c", 5) + claim("d", 0, fact="trip"))
    assert pairs(desk) == [("a", "c"), ("b", "d")]


def test_the_pairs_are_the_same_whoever_comes_first_and_in_any_order_of_claims(desk: Desk) -> None:
    draw = random.Random(7)
    for _ in range(30):
        mine = [
            claim(f"a{n}", draw.randrange(60), draw.choice(("asserts", "denies")), fact=draw.choice("fgh"))
            for n in range(6)
        ]
        theirs = [
            claim(f"b{n}", draw.randrange(60), draw.choice(("asserts", "denies")), fact=draw.choice("fgk"))
            for n in range(6)
        ]
        desk.write("".join(mine), "".join(theirs))
        found, number = desk.compare(), len(pairs(desk))
        assert len({i for i, _, _ in found.matched.pairs}) == len({j for _, j, _ in found.matched.pairs}) == number
        assert all(share > 0 for _, _, share in found.matched.pairs)
        desk.write("".join(theirs), "".join(mine))
        turned = desk.compare()
        assert [its.in_both for its in turned.found][1:] == [its.in_both for its in found.found][1:]


SHOWN = """\
A  {a}, by ab: 2 claims
B  {b}, by cd: 2 claims (1 more suggested or with a fault: left out)
facts under two names (A = B): visit = trip

found               A    B   both   precision   recall     F1
─────────────────────────────────────────────────────────────
claims              2    2      1        0.50     0.50   0.50
spans, the same     2    2      1        0.50     0.50   0.50
code points        20   20     10        0.50     0.50   0.50

Krippendorff's alpha   units   alike   alpha
─────────────────────────────────────────────────────────
type                       1       1   undefined: one unit
stance                     1       0   undefined: one unit
scope                      1       1   undefined: one unit
speaker                    1       0   undefined: one unit
time                       1       1   undefined: one unit
role place                 1       0   undefined: one unit

claim (A / B)         differs in   A                      B
─────────────────────────────────────────────────────────────────────────────
v [0, 10]             roles        place: rome            –
v [0, 10]             speaker      ann                    the article's own
                                                          voice
v [0, 10]             stance       denies                 asserts
only-a / – [100, 110] claims       the article's own      –
                                   voice asserts talks
                                   (Talks)
– / only-b [200, 210] claims       –                      the article's own
                                                          voice asserts talks
                                                          (Talks)
"""


def shown(desk: Desk) -> None:
    desk.write(
        claim("v", 0, "denies", ", speaker: ann, roles: {place: rome}", fact="visit") + claim("only-a", 100),
        claim("v", 0, fact="trip") + claim("only-b", 200) + claim("s", 5, more=", suggested: true"),
    )


def test_what_differs_stands_side_by_side(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown(desk)
    assert desk.run("agree") == 0
    out = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in out.splitlines() if not line.startswith(("A ", "B "))) <= 80
    plain = ["".join(line.split()) for line in out.replace("─", "").splitlines()]
    expected = SHOWN.format(a=desk.a.as_posix(), b=desk.b.as_posix())
    assert plain == ["".join(line.split()) for line in expected.replace("─", "").splitlines()]


def test_json_and_csv_hold_the_same_differences(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    shown(desk)
    assert desk.run("agree", "--format", "json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["b"] == {"file": desk.b.as_posix(), "annotator": "cd", "claims": 2, "left-out": 1}
    assert told["alpha"][1] == {"field": "stance", "units": 1, "alike": 0, "alpha": None, "undefined": "one unit"}
    assert told["facts"] == [{"a": "visit", "b": "trip"}]
    assert told["matched"] == [{"a": "v", "b": "v", "overlap": 1.0}]
    assert desk.run("agree", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [{name: value or None for name, value in row.items()} for row in rows] == [
        {name: None if value in (None, "") else str(value) for name, value in row.items()}
        for row in told["differences"]
    ]


def test_a_long_list_says_what_it_leaves_out(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("".join(claim(f"c{n}", 20 * n) for n in range(60)), "")
    assert desk.run("agree", "--top", "2") == 0
    assert capsys.readouterr().err == (
        "the first 2 of 60 differences are shown: `--top N` shows more, `--format json` gives all\n"
    )
    assert desk.run("agree") == 0
    assert capsys.readouterr().err.startswith("the first 50 of 60 differences are shown")


def test_two_that_are_not_of_one_article_are_refused(desk: Desk) -> None:
    desk.write(claim("a", 0), claim("a", 0))
    with pytest.raises(UsageError, match="one file, named twice"):
        read_both(desk.a, desk.folder / "." / "x.ab.yaml")
    other = desk.folder / "y.yaml"
    other.write_bytes(desk.b.read_bytes())
    with pytest.raises(KgError) as caught:
        read_both(desk.a, other)
    assert str(caught.value) == (
        "two articles: `x` and `y`\n  hint: name two annotations of one article, `ARTICLE.NAME.yaml`"
    )
    for path, hash_ in ((desk.a, "1" * 64), (other, "2" * 64)):
        text = path.read_text("utf-8").replace("}\n", f", text: {{file: x.txt, sha256: {hash_}, characters: 9}}}}\n", 1)
        path.write_text(text, "utf-8")
    with pytest.raises(KgError, match="say where words stand in different ones"):
        read_both(desk.a, other)
    other.write_text(other.read_text("utf-8").replace("2" * 64, "1" * 64), "utf-8")
    assert [len(its.claims) for its in read_both(desk.a, other)] == [1, 1]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "no document"), ("- a list", "expected a mapping"), ("a: {kind: Place, name: A}", "unknown field `a`"),
        ("article: {title: A}\nclaims: []", "no `publisher`"),
    ],
)  # fmt: skip
def test_what_is_no_annotation_is_refused_with_its_place(
    desk: Desk, written: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write(claim("a", 0), "")
    desk.b.write_text(written, "utf-8")
    assert desk.run("agree") == 1
    assert capsys.readouterr().err.startswith(f"{desk.b.as_posix()}:1:")
    assert said is not None
