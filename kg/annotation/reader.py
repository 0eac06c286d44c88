"""Annotation files to records, every fault with its place. A record with a fault is refused, the others are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kg.annotation import jsonl_reader, yaml_tree
from kg.annotation.counting import claims_in
from kg.annotation.document import ENTITIES as ENTITIES
from kg.annotation.document import IDENTITY as IDENTITY
from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.annotation.judgements import read_judgement
from kg.annotation.record_fields import Fields, Findings
from kg.annotation.scalars import FieldError, identifier, mapping, sequence
from kg.annotation.schema import read_article, read_claim, read_entity
from kg.annotation.source_text import LIMIT, NOT_UTF_8, SourceText, load
from kg.annotation.yaml_tree import Refused, Value
from kg.base.disk import hindrance
from kg.base.errors import Fault, Place, UsageError
from kg.base.file_names import escaped, is_utf_8, leads_back
from kg.base.hints import counted
from kg.model.records import Entity

SUFFIX = ".yaml"
_MISNAMED = (".yml", ".json", ".jsonl", ".ndjson")  # meant to be read, and read by nobody
_PACKED = (
    ".gz", ".gzip", ".tgz", ".z", ".zlib", ".bz2", ".xz", ".lzma", ".zst", ".zstd", ".lz4", ".lz", ".lzo", ".br", ".sz",
    ".snappy", ".zip", ".7z", ".rar", ".tar",
)  # fmt: skip
_HINTS = {
    ENTITIES: "write an entity: `its-id: {kind: …, name: …}`",
    IDENTITY: "write a judgement: `- {same: [one-id, another], by: …, day: …}`, or take the file away",
}
_ARTICLE_HINT = "write `article:` and `claims:`"


def read(path: Path, root: Path, limit: int = LIMIT) -> Document:
    """Read one file of annotations.

    Parameters
    ----------
    path
        A file; `entities.yaml` holds entities, `identity.yaml` judgements of identity, any other YAML file an article
        with its claims, and a file of JSON Lines whatever it likes.
    root
        The project folder, to which places are relative.
    limit
        Bytes; a larger YAML file is refused unread.

    Returns
    -------
    Document
        Its records and faults. Nothing is raised for what stands in the file.
    """
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if not is_utf_8(file):
        return Document(escaped(file), faults=(Fault(Place(escaped(file)), *NOT_UTF_8),), unread=True)
    if found := hindrance(path):
        return Document(file, faults=(Fault(Place(file), *found),), unread=True)
    if jsonl_reader.is_lines(path):
        return jsonl_reader.read(path, root)
    if path.suffix != SUFFIX:
        what = f"not read: the name of an annotation file ends in `{SUFFIX}` or `{jsonl_reader.SUFFIXES[0]}`"
        hint = "rename the file, or keep it elsewhere"
        if path.name.lower().endswith(_PACKED):
            hint = f"unpack it: only JSON Lines may be packed, as `{'` or `'.join(jsonl_reader.SUFFIXES[1:])}`"
        return Document(file, faults=(Fault(Place(file), what, hint),), unread=True)
    return read_source(load(path, root, limit))


def read_source(source: SourceText) -> Document:
    """Read annotations from a text that is there already.

    Parameters
    ----------
    source
        The text, and the name of the file that it stands for.

    Returns
    -------
    Document
        As `read` gives it.

    >>> document = read_source(SourceText("sources/entities.yaml", "kyiv: {kind: Place, nam: Kyiv}"))
    >>> for fault in document.faults:
    ...     print(fault)
    sources/entities.yaml:1:1: no `name`
      hint: add `name:`; `kg help name`
    sources/entities.yaml:1:21: unknown field `nam`
      hint: did you mean `name`?
    """
    tree = yaml_tree.read(source)
    document = Document(source.file, source=source)
    findings = Findings()
    name = source.file.rpartition("/")[2]
    holds_entities, shape = name == ENTITIES, list if name == IDENTITY else dict
    document.unread = not (source.sound and tree.whole and tree.documents and isinstance(tree.documents[0], shape))
    document.claims_in = 0 if holds_entities else sum(map(claims_in, tree.documents))
    if tree.whole and tree.documents and tree.documents[0] != "":
        _READERS.get(name, _read_article)(document, tree.documents[0], findings)
    elif tree.whole and source.sound:
        findings.add((), "no document", _HINTS.get(name, _ARTICLE_HINT))
    document.drafts, document.suggested = tuple(findings.drafts), findings.suggested
    faults = tuple(sorted({*source.faults, *tree.faults, *map(document.fault, findings.found)}))
    if not source.is_utf_8:  # whatever else seems to be wrong may come from that
        faults = tuple(_with_refused(fault, document, tree.documents, holds_entities) for fault in source.faults)
    if not source.sound:  # what was read is only good for being counted, and for its faults
        kept, counts = _all_as_drafts(document), (document.claims_in, document.suggested)
        document = Document(source.file, drafts=kept, source=source, unread=True)
        document.claims_in, document.suggested = counts
    document.faults = faults
    if holds_entities:
        document.refused_ids = _refused_ids(document, tree.documents)
    return document


def read_all(folder: Path, root: Path, limit: int = LIMIT) -> list[Document]:
    """Read every file of annotations below a folder.

    Parameters
    ----------
    folder
        The sources of a project.
    root
        The project folder.
    limit
        Bytes of one file.

    Returns
    -------
    list
        A document for each file, by name. Hidden files are passed over, and so are files of other kinds,
        but for those whose names are nearly right: nothing that was meant to be read is left out silently, be it a
        link that leads nowhere, a folder that is called like a file, or one that cannot be listed.

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    return [read(path, root, limit) for path in paths(folder, root)]


def paths(folder: Path, root: Path) -> list[Path]:
    """List the files that `read_all` reads, by name.

    Links are followed, to folders as well; a file that is reached in several ways is read once, under its own name
    where it has one in this folder. A link that leads back to a folder around it is listed, to be reported.

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    if not folder.is_dir():
        name = folder.relative_to(root) if folder.is_relative_to(root) else folder
        raise UsageError(f"no such folder: `{name}`", "a project has its annotations there; `kg init` makes one")
    once: dict[Path, Path] = {}
    for path in sorted(_files(folder), key=lambda path: (path.is_symlink(), path.as_posix())):
        once.setdefault(path if leads_back(path) else _real(path), path)
    return sorted(once.values(), key=lambda path: path.as_posix())


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()  # a link that leads to itself


def is_meant(name: str) -> bool:
    """Whether a file is called like annotations, in capitals or packed in any way: those not read are refused.

    >>> [name for name in ("a.jsonl", "b.YAML", "c.ndjson.bz2", ".d.jsonl", "README.md") if is_meant(name)]
    ['a.jsonl', 'b.YAML', 'c.ndjson.bz2']
    """
    bare = name.lower()
    while bare.endswith(_PACKED):
        bare = bare.rpartition(".")[0]
    return bare.endswith((SUFFIX, *_MISNAMED)) and not name.startswith(".")


def _files(folder: Path) -> Iterator[Path]:
    """Walk a folder and the folders that links below it lead to, each once: those with a place of their own first."""
    walked: set[Path] = set()
    for top in (waiting := [folder]):  # grows while links to folders are met
        if top is not folder and leads_back(top):
            yield top  # reading it says so
            continue
        if top.resolve() in walked:
            continue
        shut: list[OSError] = []
        for place, folders, names in os.walk(top, onerror=shut.append):
            walked.add(Path(place).resolve())
            below = [Path(place, name) for name in sorted(folders) if not name.startswith(".")]
            links = [path for path in below if path.is_symlink() and not is_meant(path.name)]
            waiting += links
            folders[:] = [path.name for path in below if path not in links and not path.is_symlink()]
            yield from (Path(place, name) for name in (*folders, *names) if is_meant(name))
            yield from (path for path in (Path(place, name) for name in names) if _is_lost_folder(path))
        yield from (Path(error.filename) for error in shut)


def _is_lost_folder(path: Path) -> bool:
    """Whether a path is a link that leads nowhere, and by its name to a folder."""
    return path.is_symlink() and not path.suffix and not path.name.startswith(".") and not path.exists()


def _read_entities(document: Document, value: Value, findings: Findings) -> None:
    try:
        items = mapping(value)
    except FieldError as error:
        findings.add_all((), error)
        return
    sound: list[Entity] = []
    for key, item in items.items():
        is_id = item.__class__ is Refused or _is_id(key, findings)  # a fault of the file's form says why it is refused
        entity = read_entity(key, item, (key,), findings)
        if is_id and entity is not None:
            sound.append(entity)
        elif not is_id:
            findings.drafts = [draft for draft in findings.drafts if draft.path != (key,)]  # nothing can name it
    document.entities = tuple(sound)


def _read_identity(document: Document, value: Value, findings: Findings) -> None:
    try:
        items = sequence(value)
    except FieldError as error:
        findings.add_all((), error)
        return
    found = [(number, read_judgement(item, (number,), findings)) for number, item in enumerate(items)]
    sound = [(number, judgement) for number, judgement in found if judgement is not None]
    document.judgement_index = tuple(number for number, _ in sound)
    document.judgements = tuple(judgement for _, judgement in sound)


def _all_as_drafts(document: Document) -> tuple[Draft, ...]:
    """Turn all records into drafts: a file that is not sound holds nothing else."""
    entities = (Draft((entity.id,), entity) for entity in document.entities)
    heads = (Draft(document.head_path(head.id), head) for head in document.heads)
    claims = (
        Draft(("claims", number), claim) for number, claim in zip(document.claim_index, document.claims, strict=True)
    )
    return (*document.drafts, *entities, *heads, *claims)


def _with_refused(fault: Fault, document: Document, trees: list[Value], holds_entities: bool) -> Fault:
    """Add to what is wrong with a whole file what is refused with it, as far as that can be counted."""
    what = counted(document.claims_in - document.suggested, "claim")
    if holds_entities:
        number = sum(len(tree) for tree in trees if isinstance(tree, dict))
        what = f"{counted(number, 'entity', 'entities')}, and the claims that name them"
    return Fault(fault.place, fault.fault, f"{fault.hint}; until then all of it is refused: {what}")


def _refused_ids(document: Document, trees: list[Value]) -> tuple[str, ...]:
    """Give the keys of a file of entities under which no sound entity stands."""
    sound = {entity.id for entity in document.entities}
    return tuple(key for tree in trees if isinstance(tree, dict) for key in tree if key not in sound)


def _read_article(document: Document, value: Value, findings: Findings) -> None:
    fields = Fields(value, (), ("article", "claims"), findings)
    id_ = _article_id(document.file, fields)
    head = fields.need("article", lambda fields: fields)
    article = read_article(id_, head, ("article",), findings) if fields.has("article") else None
    document.article = article if id_ else None
    claims = fields.need("claims", sequence)
    found = [(number, read_claim(id_, item, ("claims", number), findings)) for number, item in enumerate(claims or [])]
    sound = [(number, claim) for number, claim in found if claim is not None]
    document.claim_index = tuple(number for number, _ in sound)
    document.claims = tuple(claim for _, claim in sound)
    lost = document.claims_in - findings.suggested
    if document.article is None and lost:
        what = f"a faulty head refuses all claims of its article: {lost}"
        fields.fault(what, "mend the head first", "article", at_key=True)


_READERS = {ENTITIES: _read_entities, IDENTITY: _read_identity}


def _is_id(key: str, findings: Findings) -> bool:
    try:
        identifier(key)
    except FieldError as error:
        findings.add_all((key,), error, at_key=True)
        return False
    return True


def _article_id(file: str, fields: Fields) -> str:
    """Take an article's id from the name of its file, before whose reading it is; empty if it is none."""
    article, dot, reading = file.rpartition("/")[2].removesuffix(SUFFIX).partition(".")
    try:
        return identifier(article) if not dot or identifier(reading) else ""
    except FieldError as error:
        (finding,) = error.findings
        fields.fault(finding.text, f"rename the file, which names the article: {finding.hint}")
        return ""
