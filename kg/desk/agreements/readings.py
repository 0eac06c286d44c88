"""Two annotations of one article, read to be compared: inside a project or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from kg import ontology
from kg.annotation import yaml_tree
from kg.annotation.document import Document
from kg.annotation.reader import ENTITIES, IDENTITY, read, read_all
from kg.annotation.yaml_tree import Value
from kg.base.disk import SETTINGS, hindrance, need_no_folder
from kg.base.errors import KgError, UsageError
from kg.base.folders import need_texts
from kg.base.hints import named
from kg.base.project import find
from kg.check import check
from kg.check.uniting import claim_with
from kg.evidence import article_text
from kg.model.records import Article, Claim


class Reading(Struct, frozen=True):
    """One annotator's reading of an article: its sound claims in the order of the file, also as they are written."""

    file: str
    article: Article
    claims: tuple[Claim, ...]
    head: Mapping[str, Value]
    values: tuple[Mapping[str, Value], ...]  # of each claim, the fields as they are written
    left_out: int = 0  # claims that are suggested or have a fault
    name: str = ""  # of the annotator in the file's name
    shown: Mapping[str, str] = {}  # ids that stand in the file -> those that judgements of identity show for them

    @property
    def annotator(self) -> str:
        """Who made it: what its head says, else the name in that of the file; empty if neither says so."""
        return self.article.annotator or self.name

    def annotator_of(self, claim: Claim) -> str:
        """Who annotated one of its claims."""
        return claim.annotator or self.annotator


def read_both(a: Path, b: Path) -> tuple[Reading, Reading]:
    """Read two annotations of one article.

    Parameters
    ----------
    a, b
        Annotation files in YAML, each of an article with its claims.

    Returns
    -------
    tuple
        Both readings. Claims that are suggested or have a fault are left out, and counted. Where one lies in a project
        with judgements of identity, what these call one is one in the claims of both, and stays in what is written.

    Raises
    ------
    UsageError
        If one is no such file, or both are the same.
    KgError
        If the head of one cannot be read, or they are not of one article, or of two versions of its text.
    """
    if a.resolve() == b.resolve():
        raise UsageError(f"one file, named twice: `{a}`", "name two annotations of one article")
    one, other = _read(a), _read(b)
    texts = (one.article.text, other.article.text)
    if texts[0] and texts[1] and texts[0].sha256 != texts[1].sha256:
        what = f"two texts: `{one.file}` and `{other.file}` say where words stand in different ones"
        hint = "if it is one article, `kg anchor --repair` brings both to the text as it is now"
        raise KgError(what, hint)
    if not all(texts) and one.article.id != other.article.id:
        what = f"two articles: {named(one.article.id)} and {named(other.article.id)}"
        raise KgError(what, "name two annotations of one article, `ARTICLE.NAME.yaml`")
    if project := next(filter(None, map(_judged_project, (a, b))), None):
        one, other = _merged((one, other), project)
    return one, other


def _judged_project(path: Path) -> Path | None:
    """Find the project in which a file lies, if who is who has been decided there."""
    found = (folder for folder in path.absolute().parents if (folder / SETTINGS).is_file())
    return next((folder for folder in found if (folder / "sources" / IDENTITY).is_file()), None)


def _merged(readings: Sequence[Reading], root: Path) -> list[Reading]:
    project = find(root)
    model = ontology.load(project.ontology)
    shown = check(read_all(project.sources, project.root), model, readings=project.readings).replaced
    return [
        structs.replace(its, claims=tuple(claim_with(claim, shown, model) for claim in its.claims), shown=shown)
        for its in readings
    ]


def _read(path: Path) -> Reading:
    need_no_folder(path, "name a file in it")
    if found := hindrance(path):
        raise UsageError(f"`{path}`: {found[0]}", found[1])
    if path.suffix != ".yaml":
        raise UsageError(f"no annotation file: `{path}`", "name a YAML file with an article and its claims")
    document = read(path, Path())
    if document.article is None:
        first = next((fault for fault in document.faults), None)
        if first is None:
            raise UsageError(f"no annotation of an article: `{path}`", "name a YAML file with an article and claims")
        raise KgError(first.fault, first.hint, first.place)
    return _reading(document, document.article)


def _reading(document: Document, article: Article) -> Reading:
    (values,) = yaml_tree.read(document.source).documents
    claims = tuple(values["claims"][number] for number in document.claim_index)
    left_out = document.claims_in - len(claims)
    return Reading(document.file, article, document.claims, values["article"], claims, left_out, document.reading)


def text_of(readings: Sequence[Reading], folder: Path | None) -> str | None:
    """Read the text of the article that is annotated, to show its words; None if no folder is named, or none has it.

    Raises
    ------
    KgError
        If the text is not there, or is not the one that was annotated.
    """
    need_texts(folder)
    its = next((each.article.text for each in readings if each.article.text), None)
    if folder is None or its is None:
        return None
    text = article_text.read(folder, its.file)
    if article_text.digest(text) != its.sha256:
        raise KgError(f"the text has changed: `{its.file}`", "`kg anchor --repair` brings annotations to it")
    return text


def need_replaceable(path: Path, of: Reading, *read_from: Path) -> None:
    """Make sure that what stands where a third annotation is to be written is one that may be written over.

    Parameters
    ----------
    path
        Of a file that is there.
    of
        One of the two annotations of which the third is made.
    read_from
        Their files.

    Raises
    ------
    UsageError
        If it is one of these two; is of something else: entities, judgements, or another article of a project; or is no
        annotation of an article, as settings, an ontology or a text are.
    """
    if path.resolve() in [its.resolve() for its in read_from]:
        raise UsageError(f"`{path}` is one of the two annotations: it stays as it is", "name another file")
    document = read(path, Path()) if path.suffix == ".yaml" else Document("")
    is_annotation = document.article is not None or document.claims_in > 0  # also one whose head has a fault
    is_project = any((folder / SETTINGS).is_file() for folder in path.absolute().parents)
    is_kept = path.name in (ENTITIES, IDENTITY) or (is_project and is_annotation)
    if is_kept and (note := name_note(path, of)):
        raise UsageError(note, "name another file: what stands there is of something else, and stays")
    if path.stat().st_size and not is_annotation:
        what = f"`{path}` is no annotation of an article: nothing is written over it"
        raise UsageError(what, "name another file, or take this one away")


def name_note(path: Path, of: Reading) -> str:
    """Say that a file is called like an annotation of another article; nothing where it is not, or is no file."""
    article = path.name.removesuffix(".yaml").partition(".")[0]
    if path == Path("-") or article == of.article.id:
        return ""
    return f"`{path.name}` is an annotation of `{article}` by its name; of `{of.article.id}` is `{of.article.id}.yaml`"


def not_built(path: Path, of: Reading) -> str:
    """Say of a file that is one reading of several what makes it the one that is built; nothing of the article's own.

    >>> from kg.model.dates import parse
    >>> its = Reading("x.ab.yaml", Article(id="x", title="X", publisher="p", published=parse("2031-03")), (), {}, ())
    >>> not_built(Path("x.ef.yaml"), its)
    'not built while it is called so: name it `x.yaml`, or choose it in kg.toml: `readings = {x = "ef"}`'
    >>> not_built(Path("x.yaml"), its)
    ''
    """
    article, _, reading = path.name.removesuffix(".yaml").partition(".")
    if article != of.article.id or not reading:
        return ""
    choice = f'readings = {{{article} = "{reading}"}}'
    return f"not built while it is called so: name it `{article}.yaml`, or choose it in kg.toml: `{choice}`"
