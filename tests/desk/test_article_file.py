"""The annotation file of an article that was added reads as what was found, whatever a page says of itself."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from kg import ontology
from kg.annotation import scalars
from kg.annotation.reader import read_source
from kg.annotation.source_text import SourceText
from kg.desk.articles.article_file import article_file
from kg.desk.articles.head import head_fields
from kg.desk.articles.stated import Stated, first
from kg.model.records import Text
from tests.conftest import ROOT

ONTOLOGY = ontology.load(ROOT / "ontology")
RECORD = Text(file="a.txt", sha256="0" * 64, characters=1)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
@example('"\\', ": #", "\u2028")
@example("\ufeff\u0085x", "- a: {b}", "\ud83d")
@example("T\x00\x1b[31m", "'", "*a &b !c")
@example("e\u0301\U0002f800", "a\u0308", "")
def test_whatever_a_page_says_the_file_can_be_read(title: str, publisher: str, where: str) -> None:
    stated = {
        "title": first([Stated(title, "<title>")], scalars.line, "none"),
        "publisher": first([Stated(publisher, "<meta>")], scalars.name, "none"),
        "published": Stated("2031-03-06", "<meta>"),
        "agency": Stated("", f"none; its author is {where!r}"),
    }
    fields = head_fields({}, stated, {})
    written = article_file(fields, RECORD, ONTOLOGY, shown=f"a\n{where}.html")
    document = read_source(SourceText("sources/a.yaml", written))
    needed = {field.name for field in fields if field.is_missing} & {"title", "publisher"}
    assert {fault.fault for fault in document.faults if not fault.is_warning} == {f"no `{name}`" for name in needed}
    if not needed:
        assert document.article is not None
        assert (document.article.title, document.article.publisher) == (fields[0].value, fields[1].value)
        assert document.article.text == RECORD
