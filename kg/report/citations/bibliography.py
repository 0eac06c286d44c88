"""Citations for other programs: CSL-JSON, which pandoc and reference managers read, and BibTeX.

Sources: Citation Style Language 1.0.2, schema of input data (`csl-data.json`) and appendices III and IV (item types and
variables); Oren Patashnik, BibTeXing (1988); Kime, Wemheuer and Lehman, The biblatex Package 3.20, section 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.report.citations.footnotes import day_words, place_words

Row = Mapping[str, Any]
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:/(\d{4})(?:-(\d\d))?(?:-(\d\d))?)?")
_SPECIAL = re.compile(r"[\\{}$&#_%^~]")
_LATEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def csl(citations: Iterable[Row]) -> list[dict[str, Any]]:
    """Give an item for each claim that is cited, once.

    Parameters
    ----------
    citations
        Rows of `kg.report.citations.citing.Citation`.

    Returns
    -------
    list
        CSL-JSON: the article as a newspaper's, a table that nobody read as a data set; in `note` the attributed
        sentence, how it stands, and where; in `custom` the references.
    """
    return [_item(its, claim) for its, claim in _once(citations)]


def _once(citations: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Give each claim that is cited once, with the first citation of it."""
    met = set[str]()
    for its in citations:
        for claim in its["claims"]:
            if claim["claim"] not in met:
                met.add(claim["claim"])
                yield its, claim


def _item(its: Row, claim: Row) -> dict[str, Any]:
    article = claim["article"]
    fields = {
        "id": claim["claim"],
        "type": "article-newspaper" if claim["read"] else "dataset",
        "title": article["title"] or article["id"],
        "container-title": article["publisher_name"],
        "issued": _issued(article),
        "accessed": _issued({"published": article["retrieved"]}) if article["retrieved"] else None,
        "language": article["language"],
        "URL": article["url"],
        "archive_location": article["archived"],
        "note": _note(its, claim),
        "custom": {
            "fact": its["address"],
            "claim": claim["address"],
            "evidence": list(claim["evidence"]),
            "reservations": list(its["reservations"]),
        },
    }
    return {name: value for name, value in fields.items() if value is not None}


def _issued(article: Row) -> dict[str, Any]:
    """Give a day of publication: parts where it is a plain date or an interval of such, else words."""
    text = article["published"]
    found = _DAY.fullmatch(text.rstrip("~?%")) if text else None
    if found is None:
        return {"literal": text or f"by {article['published_by']}"}
    parts = [[int(part) for part in found.groups()[side : side + 3] if part] for side in (0, 3)]
    dated: dict[str, Any] = {"date-parts": [part for part in parts if part]}
    return dated | ({"circa": True} if text[-1] in "~?%" else {})


def _note(its: Row, claim: Row) -> str:
    """Say who says what, how that stands, and where it stands."""
    places = ", ".join(_place(span) for span in claim["evidence"])
    reserved = f" {'; '.join(its['reservations'])}." if its["reservations"] else ""
    build = f" Build {its['build']}." if its["build"] else ""
    return f"{claim['sentence']} Status: {claim['label']}.{reserved} Claim {claim['claim']}, {places}.{build}"


def _place(span: Row) -> str:
    return place_words(span) + (f", SHA-256 {span['sha256']}" if span["sha256"] else "")


def bibtex(citations: Iterable[Row]) -> str:
    """Write an entry for each claim that is cited, once, in UTF-8.

    Parameters
    ----------
    citations
        Rows of `kg.report.citations.citing.Citation`.

    Returns
    -------
    str
        Entries `@misc`, whose `note` says what those of `csl` say: no other sort of entry does without an author.
    """
    return "\n".join(_entry(its, claim) for its, claim in _once(citations))


def _entry(its: Row, claim: Row) -> str:
    article = claim["article"]
    fields = {
        "title": f"{{{_latex(article['title'] or article['id'])}}}",
        "howpublished": _latex(article["publisher_name"]),
        **_dated(article),
        "url": _url(article["url"]),
        "urldate": article["retrieved"],
        "note": _latex(_note(its, claim)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{claim['claim']},\n{lines}}}\n"


def _dated(article: Row) -> dict[str, str]:
    """Give year, month and day as far as they are known for certain."""
    found = _DAY.fullmatch(article["published"] or "")
    if found is None or found[4]:
        return {"date": article["published"] or "", "addendum": "" if article["published"] else day_words(article)}
    named = zip(("year", "month", "day"), found.groups()[:3], strict=True)
    return {name: str(int(part)) if name != "year" else part for name, part in named if part}


def _latex(words: str) -> str:
    r"""Write words so that LaTeX shows them as they are.

    >>> _latex("50 % of {a} & b_c"), _latex("José ~ 田")
    ('50 \\% of \\{a\\} \\& b\\_c', 'José \\textasciitilde{} 田')
    """
    plain = " ".join(_UNSEEN.sub(" ", words).split())
    return _SPECIAL.sub(lambda sign: _LATEX.get(sign[0], f"\\{sign[0]}"), plain)


def _url(url: str | None) -> str:
    """Write an address, which LaTeX takes as it stands but for braces, backslashes and blanks."""
    return re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", url or "")
