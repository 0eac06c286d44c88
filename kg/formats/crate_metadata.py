"""What `ro-crate-metadata.json` says of a crate: its files with hash, format and licence; the articles, cited.

The library dates a crate by the clock and names things by random ids: here every id is fixed, and the day is given.

Source: RO-Crate Metadata Specification 1.1, sections "Root Data Entity", "Data Entities", "Contextual Entities" and
"Provenance of entities"; Citation File Format 1.2.0, doi:10.5281/zenodo.5171937.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib import metadata as installed
from typing import TYPE_CHECKING, Any

from kg.annotation import source_text, yaml_tree
from kg.base.errors import UsageError
from kg.base.hints import counted, named
from kg.base.installing import DISTRIBUTION, to_install
from kg.base.iris import KG
from kg.model import dates
from kg.model.records import Article, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rocrate.rocrate import ROCrate

    from kg.snapshot.snapshot import Snapshot

METADATA, CITATION = "ro-crate-metadata.json", "CITATION.cff"
VERSION = "1.1"  # which every reader reads; the later ones add nothing that is needed here
_FORMATS = {  # by the end of a name: media type, and to what such a file conforms
    ".yaml": ("application/yaml", KG, "the model of Dramatis"),
    ".jsonl": ("application/jsonl", KG, "the model of Dramatis"),
    ".jsonl.gz": ("application/gzip", KG, "the model of Dramatis"),
    ".jsonl.zst": ("application/zstd", KG, "the model of Dramatis"),
    ".toml": ("application/toml", "https://toml.io/en/v1.0.0", "TOML 1.0.0"),
    ".ttl": ("text/turtle", "https://www.w3.org/TR/turtle/", "RDF 1.1 Turtle"),
    ".nq": ("application/n-quads", "https://www.w3.org/TR/n-quads/", "RDF 1.1 N-Quads"),
    ".rq": ("application/sparql-query", "https://www.w3.org/TR/sparql11-query/", "SPARQL 1.1 Query Language"),
    ".cff": ("application/yaml", "https://doi.org/10.5281/zenodo.5171937", "Citation File Format 1.2.0"),
    ".html": ("text/html", "https://html.spec.whatwg.org/", "HTML"),
    ".md": ("text/markdown", "", ""),
}
_OF_ANNOTATIONS = ("sources/", "account.nq", "view.html")  # what a licence of its own for annotations covers
_DAY = re.compile(r"\d{4}(-\d\d){0,2}").fullmatch
_IS_LICENCE = re.compile(r"(LICEN[CS]E|COPYING)[^/]*").fullmatch
_NO_LICENCE = "#no-licence"


def metadata(graph: Snapshot, files: Mapping[str, bytes], published: str) -> bytes:
    """Write the metadata of a crate.

    Parameters
    ----------
    graph
        Whose articles are cited.
    files
        All files of the crate but this one.
    published
        The day of publication; empty: the last day on which an article was published.

    Raises
    ------
    UsageError
        If the day is none, or rocrate is not installed.
    """
    try:
        from rocrate.rocrate import ROCrate  # here: it takes half a second, and nothing else needs it
    except ImportError as error:
        raise UsageError("rocrate is not installed", to_install("rocrate")) from error
    crate = ROCrate(version=VERSION)
    crate.metadata.extra_terms["sha256"] = "https://schema.org/sha256"  # which the context of 1.1 lacks
    root = crate.root_dataset
    root["name"], root["identifier"] = graph.project.title, graph.project.base
    root["description"] = _description(graph)
    root["datePublished"] = _day(graph, published)
    licences = _licences(files)
    if not licences:
        told = {"name": "no licence", "description": "The project states none: ask whoever made it before you use it."}
        _describe(crate, _NO_LICENCE, "CreativeWork", told)
    root["license"] = _refs([*licences.values()] or [_NO_LICENCE])
    for name, data in files.items():
        _add_file(crate, name, data, licences)
    if authors := _authors(crate, graph):
        root["author"] = _refs(authors)
    root["citation"] = _refs([_cite(crate, graph, its) for its in graph.records.articles.values()])
    _tell_making(crate, files)
    written = crate.metadata.generate()
    written["@graph"].sort(key=_order)
    return (json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _order(its: dict[str, Any]) -> tuple[bool, bool, str]:
    return its["@id"] != METADATA, its["@id"] != "./", its["@id"]


def _day(graph: Snapshot, published: str) -> str:
    """Give the day of publication, which is told, or that of the latest article: no clock is read."""
    if not published:
        days = [its.day for its in graph.records.articles.values()]
        if not days:
            raise UsageError("no article says a day", "say when the crate is published: `--published DAY`")
        return max(days)
    try:
        when = dates.parse(published)
    except dates.DateError as error:
        raise UsageError(f"`--published` is no day: {named(published)}", "write YYYY-MM-DD") from error
    if not _DAY(when.text) or when.earliest != when.latest:
        raise UsageError(f"`--published` is no day: {named(published)}", "write YYYY-MM-DD")
    return when.text


def _description(graph: Snapshot) -> str:
    counts = (
        counted(len(graph.records.articles), "article"),
        counted(len(graph.records.claims), "claim"),
        counted(len(graph.account.facts), "fact"),
    )
    return (
        f"A knowledge graph of who said what: {', '.join(counts)}. Sources hold what each speaker claims in each "
        "article, with positions and hashes of the words; the account says what that amounts to, and never what is "
        "true. The articles' texts are not in it: they are their publishers'."
    )


def _licences(files: Mapping[str, bytes]) -> dict[str, str]:
    """Find the licences among the files: that of everything, and that of the annotations, if they have their own."""
    found = sorted(name for name in files if _IS_LICENCE(name))
    own = [name for name in found if "ANNOTATION" in name.upper() or "DATA" in name.upper()]
    rest = [name for name in found if name not in own]
    its = {"all": (rest or own)[0]} if found else {}
    return its | ({"annotations": own[0]} if own else {})


def _add_file(crate: ROCrate, name: str, data: bytes, licences: Mapping[str, str]) -> None:
    its: dict[str, Any] = {"name": name, "contentSize": str(len(data)), "sha256": hashlib.sha256(data).hexdigest()}
    media, conforms, called = next((its for end, its in _FORMATS.items() if name.endswith(end)), ("text/plain", "", ""))
    its["encodingFormat"] = media
    if conforms:
        _describe(crate, conforms, "CreativeWork", {"name": called})
        its["conformsTo"] = {"@id": conforms}
    kind = "annotations" if name.startswith(_OF_ANNOTATIONS) and "annotations" in licences else "all"
    its["license"] = {"@id": licences.get(kind, _NO_LICENCE)}
    crate.add_file(None, name, properties=its)


def _authors(crate: ROCrate, graph: Snapshot) -> list[str]:
    """Describe the authors that CITATION.cff names, and give their ids."""
    path = graph.project.root / CITATION
    if not path.is_file():
        return []
    tree = yaml_tree.read(source_text.load(path, graph.project.root))
    its = tree.documents[0] if tree.documents else None
    listed = its.get("authors") if isinstance(its, dict) else None
    found = []
    for number, author in enumerate(listed if isinstance(listed, list) else [], 1):
        if not isinstance(author, dict):
            continue
        parts = [author.get(part) for part in ("given-names", "name-particle", "family-names", "name-suffix")]
        called = " ".join(part for part in parts if isinstance(part, str) and part)
        its_name = called or author.get("name")
        if isinstance(its_name, str) and its_name:
            orcid = author.get("orcid")
            id_ = orcid if isinstance(orcid, str) and orcid.startswith("https://") else f"#author-{number}"
            found.append(_describe(crate, id_, "Person" if called else "Organization", {"name": its_name}))
    return found


def _cite(crate: ROCrate, graph: Snapshot, article: Article) -> str:
    """Describe an article by its title, publisher, day and address: never by its words."""
    names, records = graph.project.names, graph.records
    publisher = records.entities[article.publisher]
    kind = "Person" if publisher.kind is Kind.PERSON else "Organization"
    by = _describe(crate, names.entity(publisher.id), kind, {"name": publisher.name})
    its: dict[str, Any] = {"name": article.title or article.id, "publisher": {"@id": by}}
    if _DAY(article.published.text):
        its["datePublished"] = article.published.text
    its |= {"url": article.url} if article.url else {}
    its |= {"inLanguage": article.language} if article.language else {}
    its |= {"sha256": article.text.sha256} if article.text else {}
    return _describe(crate, names.article(article.id), "CreativeWork" if article.coded_by else "NewsArticle", its)


def _tell_making(crate: ROCrate, files: Mapping[str, bytes]) -> None:
    """Say by which program the account and the page were made, and of what."""
    program = {"name": "Dramatis", "version": installed_version(), "url": "https://w3id.org/dramatis/kg"}
    _describe(crate, "#dramatis", "SoftwareApplication", program)
    made = [name for name in ("account.nq", "view.html") if name in files]
    of = [name for name in files if name.startswith(("sources/", "ontology/")) or name == "kg.toml"]
    ids = {its["name"]: its.id for its in crate.data_entities if "name" in its}
    told = {
        "name": "build", "instrument": {"@id": "#dramatis"}, "object": _refs([ids[name] for name in of]),
        "result": _refs([ids[name] for name in made]),
    }  # fmt: skip
    _describe(crate, "#build", "CreateAction", told)


def installed_version() -> str:
    """Give the version of this package; `unknown` where it is only on the path.

    >>> bool(installed_version())
    True
    """
    try:
        return installed.version(DISTRIBUTION)
    except installed.PackageNotFoundError:
        return "unknown"


def _describe(crate: ROCrate, id_: str, type_: str, told: dict[str, Any]) -> str:
    """Describe a thing once, and give its id."""
    from rocrate.model import ContextEntity

    if crate.get(id_) is None:
        crate.add(ContextEntity(crate, id_, properties={"@type": type_, **told}))
    return id_


def _refs(ids: list[str]) -> list[dict[str, str]] | dict[str, str]:
    found = [{"@id": id_} for id_ in dict.fromkeys(ids)]
    return found[0] if len(found) == 1 else found
