"""Annotations of articles that the project has: each becomes a claim on spans of our texts, or is left out, and why.

What came from here comes back as the claim that it was. What somebody else annotated becomes a claim that is only
suggested, with what is known of it: whoever takes the mark away has looked at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import msgspec
from msgspec import Struct

from kg.annotation.json_line import LineError, record
from kg.annotation.reader import read_all
from kg.annotation.record_fields import Findings
from kg.annotation.schema import read_article, read_claim
from kg.base.disk import need_writable
from kg.base.errors import UsageError
from kg.base.hints import counted, named
from kg.base.project import Project
from kg.check.readings import check, choose
from kg.check.uniting import Replaced, claim_with
from kg.evidence import article_text
from kg.formats.imports.placing import Target, UnplacedError, place
from kg.formats.imports.replacing import STDIN, SUFFIX
from kg.model.records import Article, Claim, Entity, Text
from kg.ontology import Ontology

Fields = dict[str, Any]
_MOST_SHOWN, _MOST_NAMED = 20, 3  # reasons in the report for people, and annotations that it names for each
NEXT = "next: complete what is suggested, take `suggested: true` away from what is right; `kg check` says what lacks"
_encode = msgspec.json.Encoder().encode


class LeftOut(Struct, frozen=True):
    """An annotation that became nothing: which, why, and what may help."""

    annotation: str
    reason: str
    hint: str = ""


class Report:
    """Counts what becomes of annotations."""

    def __init__(self) -> None:
        self.read = self.claims = self.suggested = self.known = self.unverified = 0
        self.left_out: list[LeftOut] = []
        self.notes: list[str] = []

    @property
    def mapped(self) -> int:
        """How many annotations are written, or stand in the project already."""
        return self.claims + self.suggested + self.known

    def to_json(self) -> Fields:
        """Give all that was counted."""
        return {
            "read": self.read, "claims": self.claims, "suggested": self.suggested, "known": self.known,
            "left_out": [msgspec.to_builtins(its) for its in self.left_out], "unverified": self.unverified,
            "notes": self.notes,
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Write the report for people."""
        known = f", {self.known:,} that the project has already" if self.known else ""
        yield (
            f"{counted(self.read, 'annotation')} read: {counted(self.claims, 'claim')}, {self.suggested:,} suggested"
            f"{known}, {len(self.left_out):,} left out"
        )
        same: dict[tuple[str, str], list[str]] = {}
        for its in self.left_out:
            same.setdefault((its.reason, its.hint), []).append(its.annotation)
        for (reason, hint), names in [*same.items()][:_MOST_SHOWN]:
            more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
            yield f"left out: {', '.join(names[:_MOST_NAMED])}{more}: {reason}"
            if hint:
                yield f"  hint: {hint}"
        if (others := len(same) - _MOST_SHOWN) > 0:
            yield f"and {others:,} more reasons: `--format json` lists all"
        if self.unverified:
            yield f"{counted(self.unverified, 'span')} not verified: `--texts DIR` shows whether the words stand there"
        if self.suggested:
            yield NEXT
        yield from self.notes


class Annotations:
    """Takes annotations, one after the other, and gives lines of records.

    Parameters
    ----------
    project
        Whose articles are annotated.
    ontology
        Its fact types and roles.
    texts
        The folder of the articles' texts; None: spans that came from here are taken as they are, others are not.
    article
        The id of the article that all annotations are about, whatever they say; empty: they say it.
    """

    def __init__(self, project: Project, ontology: Ontology, texts: Path | None, article: str = "") -> None:
        self.project, self.ontology, self.report = project, ontology, Report()
        self.only = article
        documents = choose(read_all(project.sources, project.root), project.readings).by_rank
        self.articles: dict[str, Article] = {its.id: its for each in documents for its in each.heads}
        self.entities: dict[str, Entity] = {its.id: its for each in documents for its in each.entities}
        self._claims: dict[str, list[Claim]] = {}  # by key: a claim has one form in each reading of its article
        for its in (claim for each in documents for claim in each.claims):
            self._claims.setdefault(its.key, []).append(its)
        self._replaced: Replaced = {}  # ids that a judgement makes one with others, as they are handed over
        if any(each.judgements for each in documents):
            self._replaced = check(documents, ontology, None, project.readings).replaced
        self._folder, self._texts = texts, dict[str, str | None]()
        self._found: dict[Callable[..., dict[str, str]], dict[str, str]] = {}
        self._new: dict[str, Fields] = {}  # heads that the project lacks
        self._lines: dict[str, Fields] = {}  # claims by key

    def found(self, look: Callable[[Self], dict[str, str]]) -> dict[str, str]:
        """Give what a reader looks up in the project, which is put together once."""
        if look not in self._found:
            self._found[look] = look(self)
        return self._found[look]

    def leave_out(self, annotation: str, reason: str, hint: str = "") -> None:
        """Note an annotation that cannot be used."""
        self.report.left_out.append(LeftOut(annotation, reason, hint))

    def offer_head(self, id_: str, fields: Fields) -> None:
        """Note the head of an article, which is written where the project has none of that id, and a claim is."""
        if id_ in self.articles:
            return
        found, fault = _checked("article", {"id": id_, **fields})
        if isinstance(found, Article):
            self.articles[id_], self._new[id_] = found, fields
        else:
            self.report.notes.append(f"the head of {named(id_)} cannot be used: {fault}")

    def take(self, annotation: str, article: str, fields: Fields, targets: list[Target | Fields]) -> None:
        """Take a claim: its fields but its evidence, and of its evidence either where to look, or all of it (a row).

        It is left out where its evidence cannot be placed, its values cannot be read, or the project has another claim
        of its id.
        """
        if (its := self.articles.get(article)) is None:
            hint = "add the article first, or name the one that is meant: `--article ID`"
            self.leave_out(annotation, f"the project has no article {named(article)}", hint)
            return
        try:
            evidence = [self._evidence(its, target) for target in targets]
        except UnplacedError as error:
            self.leave_out(annotation, error.reason, error.hint)
            return
        fields = {**fields, "evidence": evidence}
        if any(
            isinstance(was, Target) and was.sha256 not in ("", now["sha256"])
            for was, now in zip(targets, evidence, strict=True)
        ):
            fields["suggested"] = True  # somebody has chosen other words for it
        found, fault = _checked("claim", {"article": article, **fields})
        key = f"{article}/{fields['id']}"
        if fault:
            self.leave_out(annotation, fault)
        elif isinstance(found, Claim) and self._is_known(found):
            self.report.known += 1
        elif key in self._claims or key in self._lines:
            hint = "change the claim in its file, or give the annotation another id"
            self.leave_out(annotation, f"there is another claim `{key}`, which says otherwise", hint)
        else:
            self._lines[key] = {"article": article, **fields}
            self.report.suggested += bool(fields.get("suggested"))
            self.report.claims += not fields.get("suggested")

    def _is_known(self, claim: Claim) -> bool:
        """Tell whether some reading has the claim, with its own ids or with those that are shown for them."""
        return any(
            claim in (its, claim_with(its, self._replaced, self.ontology)) for its in self._claims.get(claim.key, ())
        )

    def lines(self) -> Iterator[bytes]:
        """Give the lines of the records: heads that the project lacks, then claims, in the order of their keys."""
        named_by = {fields["article"] for fields in self._lines.values()}
        for id_, head in sorted(self._new.items()):
            if id_ in named_by:
                yield _encode({"article": {"id": id_, **head}}) + b"\n"
        for _, claim in sorted(self._lines.items()):
            yield _encode({"claim": claim}) + b"\n"

    def _evidence(self, article: Article, target: Target | Fields) -> Fields:
        if not isinstance(target, Target):
            return target
        text, sha256 = self._text(article), target.sha256
        if text is None:
            start, end = _as_given(article, target)
            self.report.unverified += 1
        else:
            start, end = place(text, target)
            sha256 = article_text.digest(text[start:end])
        return {"at": [start, end], "sha256": sha256, **({"kind": target.kind} if target.kind else {})}

    def _text(self, article: Article) -> str | None:
        """Read the text of an article once; None if there is none to read."""
        if article.id not in self._texts:
            self._texts[article.id] = self._read(article.text) if article.text else None
        return self._texts[article.id]

    def _read(self, its: Text) -> str | None:
        if self._folder is None:
            return None
        try:
            text = article_text.read(self._folder, its.file)
        except article_text.MissingTextError:
            return None
        except article_text.TextError as error:
            raise UnplacedError(error.what, error.hint) from error
        if article_text.digest(text) != its.sha256:
            what = f"the text has changed: `{its.file}` is not the version that was annotated"
            raise UnplacedError(
                what, "`kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too"
            )
        return text

    @classmethod
    def of(cls, project: Project, texts: Path | None, article: str) -> Self:
        """Read a project."""
        from kg import ontology

        return cls(project, ontology.load(project.ontology), texts, article)


def need_new(output: Path) -> None:
    """Make sure that nothing stands where annotations are to be written: whoever has completed them wrote it.

    Raises
    ------
    UsageError
        If something does, or its name is none of JSON Lines.
    """
    if output == STDIN:
        return
    need_writable(output)
    if not output.exists() or output.is_file():
        if output.suffix != SUFFIX:
            hint = f"name a file that ends in `{SUFFIX}`, or `-`: it is read beside the YAML files of the same articles"
            raise UsageError(f"`{output}` is to be JSON Lines", hint)
        if output.is_file() and output.stat().st_size:
            what = f"`{output}` is kept: what was suggested may have been completed there"
            raise UsageError(what, "name another file, or take this one away")


def _as_given(article: Article, target: Target) -> tuple[int, int]:
    """Take a span from here as it is, where there is no text to see whether its words stand there."""
    if target.sha256 and target.start is not None and target.end is not None and target.unit == "codepoints":
        return target.start, target.end
    where = f"`{article.text.file}`" if article.text else "a text, which its head does not name"
    raise UnplacedError(
        f"no text to look into: `{article.id}` needs {where}", "name the folder of texts: `--texts DIR`"
    )


def _checked(kind: str, fields: Fields) -> tuple[Article | Claim | None, str]:
    """Read a record as a file of the project will be read: the record, if it is one, and what is wrong."""
    findings = Findings()
    try:
        _, values = record(_encode({kind: fields}))
    except LineError as error:
        return None, error.findings[0].text
    if kind == "article":
        found: Article | Claim | None = read_article(str(values.pop("id", "")), values, (), findings)
    else:
        found = read_claim(str(values.pop("article", "")), values, (), findings)
    errors = [its for its in findings.found if not its.is_warning]
    if errors:
        path = ".".join(str(step) for step in errors[0].path)
        return None, f"`{path}`: {errors[0].text}" if path else errors[0].text
    return found, ""
