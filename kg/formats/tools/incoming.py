"""What an annotation tool gives back: a file of annotations for each reading of each article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs, to_builtins

from kg.annotation.jsonl_writer import from_article
from kg.annotation.reader import read_all, read_source
from kg.annotation.source_text import LIMIT, SourceText
from kg.base.errors import Fault, Place, UsageError
from kg.base.hints import counted, named
from kg.base.project import Project
from kg.check.readings import choose
from kg.evidence import line_ends
from kg.evidence.article_text import digest
from kg.formats.imports.annotated import NEXT
from kg.formats.imports.project_names import ProjectNames
from kg.formats.imports.streams import RefusedRow
from kg.formats.tools.claim_texts import NEEDED, from_texts
from kg.formats.tools.layers import SPEAKER, Layered, Marked, Mention, Span, ToolError, need_inside
from kg.formats.tools.yaml_file import REMARKS, yaml_of
from kg.model.records import Article, Entity
from kg.ontology import Ontology

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ORDER = (
    "id", "fact", "type", "label", "roles", "when", "speaker", "via", "document", "stance", "scope", "said", "mode",
    "part-of", "fulfils", "evidence", "values", "qualifier", "annotator", "note", "suggested",
)  # fmt: skip


class Reading(Struct, frozen=True):
    """A file of annotations that is to be written."""

    file: str  # from the folder that is named
    article: str
    annotator: str
    claims: int
    suggested: int
    text: str
    faults: tuple[Fault, ...] = ()
    new_text: tuple[str, str] | None = None  # of an article that the project lacked: name and words of its text


class Known(Struct, frozen=True):
    """What a project knows: its articles and entities, and what is said of articles that it does not know."""

    articles: Mapping[str, Article]
    entities: Mapping[str, Entity]
    ontology: Ontology
    given: Mapping[str, str] = {}  # publisher and published, of articles that the project lacks

    @classmethod
    def of(cls, project: Project, ontology: Ontology, given: Mapping[str, str]) -> Known:
        """Read the sources of a project; `kg check` tells their faults. Heads are those of the readings it uses."""
        documents = choose(read_all(project.sources, project.root), project.readings).by_rank
        articles = {its.id: its for each in documents for its in each.heads}
        entities = {its.id: its for each in documents for its in each.entities}
        return cls(articles, entities, ontology, given)


def readings(layered: Iterable[Layered], known: Known, tool: str, annotator: str = "") -> list[Reading]:
    """Make files of annotations.

    Parameters
    ----------
    layered
        What a tool gave.
    known
        What the project knows.
    tool
        What it is called, for the remark at the head of each file.
    annotator
        Who annotated what names nobody.

    Raises
    ------
    ToolError
        If a text is not ours, nothing is known of an article, or two that are new have one name.
    """
    found: list[Reading] = []
    files: set[str] = set()
    new: dict[str, tuple[Article, Place | None]] = {}
    for its in layered:
        its = structs.replace(its, annotator=its.annotator or annotator)
        article, moved = _article(its, known)
        if article.id not in known.articles:
            first, where = new.setdefault(article.id, (article, its.place))
            if first.text != article.text:
                what = f"`{article.id}` is another text than the `{article.id}` at {where}"
                raise ToolError(what, "call one of the two files something else: an article has one text", its.place)
        file = _file(article.id, its.annotator, files)
        files.add(file)
        found.append(_reading(file, article, moved, known, tool))
    if not found:
        raise ToolError("nothing is annotated there", "name what the tool exported")
    return sorted(found, key=lambda its: its.file)


def _article(its: Layered, known: Known) -> tuple[Article, Layered]:
    """Find whose layers these are, and put them on the text that was annotated, if only its line ends differ."""
    sha256 = digest(its.text)
    same = [each for each in known.articles.values() if each.text and each.text.sha256 == sha256]
    article = known.articles.get(its.name) or (same[0] if len(same) == 1 else None)
    if article is None:
        return _new(its, known, sha256), its
    if article.text is None:
        raise ToolError(
            f"`{article.id}` has no text in the project", "name it in its head: `text: {file: …}`", its.place
        )
    if article.text.sha256 == sha256:
        return article, its
    annotated = line_ends.as_annotated(its.text, article.text.sha256)
    if annotated is None:
        what = f"the text of `{article.id}` is not the one that the project annotates: `{article.text.file}`"
        raise ToolError(what, "was it edited in between? annotate the version that the project has", its.place)
    return article, _moved(its, annotated)


def _moved(its: Layered, text: str) -> Layered:
    """Put layers on a text that differs in its line ends alone."""

    def move(position: int) -> int:
        return line_ends.moved(position, its.text, text)

    mentions = tuple(Mention(move(each.start), move(each.end), each.entity) for each in its.mentions)
    claims = tuple(
        structs.replace(
            each, spans=tuple(structs.replace(span, start=move(span.start), end=move(span.end)) for span in each.spans)
        )
        for each in its.claims
    )
    return structs.replace(its, text=text, mentions=mentions, claims=claims)


def _new(its: Layered, known: Known, sha256: str) -> Article:
    """Give the head of an article that the project does not have, by what was said on the command line."""
    from kg.model import dates
    from kg.model.records import Text

    id_ = re.sub(r"[^a-z0-9]+", "-", its.name.lower()).strip("-")
    if not (known.given.get("publisher") and known.given.get("published")) or not id_:
        what = f"the project has no article {named(its.name)}, nor one with this text"
        hint = "add it first, or say `--publisher ID --published DAY` of those that it lacks"
        raise ToolError(what, hint, its.place)
    if id_ in known.articles:
        what = f"the project has another text as `{id_}`"
        raise ToolError(what, "call the file something else: an article has one text", its.place)
    try:
        when = dates.parse(known.given["published"])
    except dates.DateError as error:
        raise UsageError(f"`--published` is no day: {named(known.given['published'])}", "such as 2026-11-27") from error
    text = Text(file=f"{id_}.txt", sha256=sha256, characters=len(its.text))
    return Article(id=id_, title=its.name, publisher=known.given["publisher"], published=when, text=text,
                   published_basis="external")  # fmt: skip


def _file(article: str, annotator: str, taken: set[str]) -> str:
    """Name a file: after its article, and its annotator if there is one, as readings of an article are named."""
    who = re.sub(r"[^a-z0-9]+", "-", annotator.lower()).strip("-") or ("annotator" if annotator else "")
    number, file = 1, f"{article}.{who}.yaml" if who else f"{article}.yaml"
    while file in taken:
        number += 1
        file = f"{article}.{who or 'reading'}-{number}.yaml"
    return file


def _reading(file: str, article: Article, its: Layered, known: Known, tool: str) -> Reading:
    head = from_article(article)
    head.pop("no-claims", None)  # which the annotator of the project's file says, and nobody else
    if its.annotator:
        head["annotator"] = its.annotator
    names, taken, claims = ProjectNames(known.entities), dict[str, int](), list[dict[str, Any]]()
    for marked in its.claims:
        need_inside([(span.start, span.end) for span in marked.spans], its.text, marked.place or Place(its.name))
        fields = _fields(marked, its, names, known)
        _name(fields, taken)
        claims.append({name: fields[name] for name in (REMARKS, *_ORDER) if name in fields})
    text = yaml_of(head, claims, f"Taken from {tool}.")
    if len(text.encode()) > LIMIT:
        what = f"the {len(claims):,} claims of `{article.id}` are more than a file of annotations may hold"
        raise ToolError(what, f"annotate it in parts: a file has at most {LIMIT:,} bytes", its.place)
    document = read_source(SourceText(file, text))
    return Reading(
        file, article.id, its.annotator, len(claims), sum("suggested" in each for each in claims), text,
        tuple(each for each in document.faults if not each.is_warning),
        None if article.id in known.articles or article.text is None else (article.text.file, its.text),
    )  # fmt: skip


def _fields(marked: Marked, its: Layered, names: ProjectNames, known: Known) -> dict[str, Any]:
    """Make the fields of a claim, as its file has them."""
    fields = from_texts(marked.texts, marked.place or Place(its.name))
    roles, remarks = fields.pop("roles", {}), list[str]()
    linked: dict[str, list[str]] = {}
    for link in marked.links:
        mention = its.mentions[link.mention]
        who = _who(mention, its.text, names)
        if not link.role:
            remarks.append(f"nobody says what the mention at [{mention.start}, {mention.end}] is to this claim")
        elif who is None:
            remarks.append(f"{link.role}: nobody says who is meant at [{mention.start}, {mention.end}]")
        elif who not in linked.setdefault(link.role, []):
            linked[link.role].append(who)
    if SPEAKER not in known.ontology.roles:
        speakers = [*linked.pop(SPEAKER, []), *fields.get(SPEAKER, [])]
        fields |= {SPEAKER: list(dict.fromkeys(speakers))} if speakers else {}
    for role, fillers in roles.items():
        linked[role] = list(dict.fromkeys([*linked.get(role, []), *fillers]))
    fields |= {"roles": {role: _one_or_more(its) for role, its in linked.items()}} if linked else {}
    for name in ("speaker", "via"):
        fields |= {name: _one_or_more(fields[name])} if name in fields else {}
    fields["evidence"] = [_evidence(span, its.text) for span in marked.spans]
    if remarks or marked.is_foreign or any(name not in fields for name in NEEDED):
        fields["suggested"] = True
    return fields | ({REMARKS: remarks} if remarks else {})


def _one_or_more(ids: list[str]) -> str | list[str]:
    return ids[0] if len(ids) == 1 else ids


def _who(mention: Mention, text: str, names: ProjectNames) -> str | None:
    """Tell whom a mention names: by its id, by a name that somebody wrote, or by its own words; None: nobody knows."""
    its = mention.entity.strip()
    if names.of_id(its):
        return its
    try:
        found = names.named(its or text[mention.start : mention.end])
    except RefusedRow:  # several are called so
        return None
    return found.id if found else its if _ID.fullmatch(its) else None


def _evidence(span: Span, text: str) -> dict[str, Any]:
    kind = {"kind": span.kind} if span.kind != Span(0, 0).kind else {}
    return {"at": [span.start, span.end], "sha256": digest(text[span.start : span.end]), **kind}


def _name(fields: dict[str, Any], taken: dict[str, int]) -> None:
    """Give a claim an id that no other of its file has; of each stem the number to try next is kept."""
    stem = fields.get("id", "claim")
    number = taken.get(stem, 0 if "id" in fields else 1)
    its = stem if "id" in fields and number == 0 else f"{stem}-{number}"
    while its in taken:
        number += 1
        its = f"{stem}-{number}"
    if "id" in fields and its != stem:
        fields[REMARKS] = [*fields.get(REMARKS, []), f"called `{stem}`, as another claim is"]
    fields["id"] = its
    taken[stem] = max(number, 1) + 1
    taken.setdefault(its, 1)


def faults_in(found: Sequence[Reading], folder: Path) -> list[Fault]:
    """Give what is wrong in files of annotations, at its place in the folder in which they are."""
    return [
        structs.replace(fault, place=structs.replace(fault.place, file=str(folder / its.file)))
        for its in found
        for fault in its.faults
    ]


def report_rows(found: Sequence[Reading]) -> list[dict[str, Any]]:
    """Give what is told of readings, for programs."""
    return [
        {"file": its.file, "article": its.article, "annotator": its.annotator, "claims": its.claims,
         "suggested": its.suggested, "faults": [to_builtins(str(fault)) for fault in its.faults]}
        for its in found
    ]  # fmt: skip


def report_lines(found: Sequence[Reading]) -> Iterator[str]:
    """Give what is told of readings, for people."""
    for its in found:
        who = f" by {its.annotator}" if its.annotator else ""
        more = f", {its.suggested} of them suggested" if its.suggested else ""
        yield f"{its.file}: {counted(its.claims, 'claim')}{who}{more}"
    if any(its.suggested for its in found):
        yield NEXT
