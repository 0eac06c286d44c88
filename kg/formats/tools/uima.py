"""Articles as UIMA CAS, written and read by dkpro-cassis: the layers of a project of INCEpTION.

A claim is an annotation of the layer Claim on its first span, linked to annotations of the layer Evidence on the others
and, by role, to annotations of the layer Mention. Offsets are ours: dkpro-cassis itself converts them to the UTF-16
code units of UIMA, and back.

Source: UIMA References, chapter 7 (XMI CAS Serialization); INCEpTION User Guide, "UIMA CAS XMI" and "Link features".
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kg.base.errors import Place, UsageError
from kg.base.hints import code_point, named
from kg.base.installing import to_install
from kg.formats.tools.claim_texts import FIELDS
from kg.formats.tools.layers import Layered, Link, Marked, Mention, Span, ToolError, need_inside

if TYPE_CHECKING:
    import cassis

CLAIM, MENTION, EVIDENCE = "webanno.custom.Claim", "webanno.custom.Mention", "webanno.custom.Evidence"
FILLER_LINK, EVIDENCE_LINK = "webanno.custom.ClaimFillersLink", "webanno.custom.ClaimEvidenceLink"
FEATURES = {  # of a claim's annotation -> the field that it holds
    "claimId" if name == "id" else "factType" if name == "type" else "partOf" if name == "part-of"
    else "figures" if name == "values" else name: name
    for name in FIELDS
}  # fmt: skip
FILLERS, MORE, KIND, ENTITY = "fillers", "further", "kind", "entity"
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2
_CLAIMS = re.compile(rb"<\w+:Claim[\s/>]")
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@cache
def _library() -> Any:  # noqa: ANN401 - a module
    try:
        import cassis
    except ImportError as error:
        raise UsageError("dkpro-cassis is not installed", to_install("dkpro-cassis")) from error
    return cassis


def type_system() -> cassis.TypeSystem:
    """Make the types of our layers, all below uima.tcas.Annotation but the links."""
    library = _library()
    its = library.TypeSystem(add_document_annotation_type=False)
    mention = its.create_type(MENTION, supertypeName="uima.tcas.Annotation")
    its.create_feature(mention, ENTITY, "uima.cas.String")
    evidence = its.create_type(EVIDENCE, supertypeName="uima.tcas.Annotation")
    its.create_feature(evidence, KIND, "uima.cas.String")
    claim = its.create_type(CLAIM, supertypeName="uima.tcas.Annotation")
    for name in (*FEATURES, KIND):
        its.create_feature(claim, name, "uima.cas.String")
    for feature, link, target in ((FILLERS, FILLER_LINK, MENTION), (MORE, EVIDENCE_LINK, EVIDENCE)):
        type_ = its.create_type(link, supertypeName="uima.cas.TOP")
        its.create_feature(type_, "role", "uima.cas.String")
        its.create_feature(type_, "target", target)
        its.create_feature(claim, feature, "uima.cas.FSArray", elementType=link)
    return its


def types_xml() -> str:
    """Write the type system, which XMI files do not carry."""
    return str(type_system().to_xml())


def to_xmi(its: Layered) -> str:
    """Write an article's layers as XMI, in XML 1.0.

    Raises
    ------
    ToolError
        If its text holds what XML 1.0 cannot.
    """
    if found := _NO_XML.search(its.text):
        what = f"the text of `{its.name}` holds {code_point(found[0])} at {found.start()}, which XML cannot carry"
        raise ToolError(what, "use brat or label-studio, or leave this article out by a slice")
    types = type_system()
    cas = _library().Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = its.text, "text/plain"
    make = types.get_type
    array = make("uima.cas.FSArray")
    mentions = [make(MENTION)(begin=each.start, end=each.end, entity=each.entity) for each in its.mentions]
    for each in mentions:
        cas.add(each)
    for claim in its.claims:
        first, *others = claim.spans
        values = {feature: claim.texts.get(field) for feature, field in FEATURES.items()}
        fillers = [make(FILLER_LINK)(role=link.role, target=mentions[link.mention]) for link in claim.links]
        further = [make(EVIDENCE)(begin=each.start, end=each.end, kind=each.kind) for each in others]
        for each in further:
            cas.add(each)
        links = [make(EVIDENCE_LINK)(role=str(number), target=each) for number, each in enumerate(further, start=2)]
        cas.add(
            make(CLAIM)(
                begin=first.start, end=first.end, kind=first.kind, fillers=array(elements=fillers),
                further=array(elements=links), **values,
            )
        )  # fmt: skip
    return str(cas.to_xmi())


def from_xmi(data: bytes, name: str, file: str, types: bytes | None = None, annotator: str = "") -> Layered:
    """Read an article's layers from XMI.

    Parameters
    ----------
    data
        The file.
    name
        What the tool calls the document.
    file
        Its name, for errors.
    types
        The type system beside it; None: ours, and what it does not know is passed over.
    annotator
        Whose annotations these are.

    Raises
    ------
    ToolError
        If it is no XMI, cut off, or lacks our layers; if it declares entities; if an annotation does not fit the text.
    """
    place = Place(file)
    for each in filter(None, (data, types)):
        _need_plain(each, place)
    try:
        with warnings.catch_warnings(action="ignore"):  # of types that ours does not know
            return _layers(data, types, name, annotator, place)
    except (ToolError, UsageError, MemoryError, RecursionError):
        raise
    except Exception as error:  # lxml's, and whatever a reader trips over that expects no faults
        what = f"no XMI of these layers: {type(error).__name__}: {error}"
        raise ToolError(what, "export it anew as UIMA CAS XMI (XML 1.0), with its type system", place) from error


def _layers(data: bytes, types: bytes | None, name: str, annotator: str, place: Place) -> Layered:
    library = _library()
    system = library.load_typesystem(BytesIO(types)) if types else type_system()
    cas = library.load_cas_from_xmi(BytesIO(data), typesystem=system, lenient=True)
    text = cas.sofa_string or ""
    if CLAIM not in {its.name for its in cas.typesystem.get_types()}:
        raise ToolError("no layer Claim", "annotate in a project made by `kg export inception`", place)
    found = list(cas.select(MENTION))
    at = {id(its): number for number, its in enumerate(found)}
    mentions = tuple(Mention(its.begin, its.end, its.get(ENTITY) or "") for its in found)
    need_inside([(its.start, its.end) for its in mentions], text, place)
    claims = tuple(_claim(its, at, text, place) for its in cas.select(CLAIM))
    if (written := len(_CLAIMS.findall(data))) != len(claims):
        what = f"{written:,} claims are written there, of which the index has {len(claims):,}"
        raise ToolError(what, "export it anew: a part of it is gone", place)
    return Layered(name, text, mentions, claims, annotator, place)


def _need_plain(data: bytes, place: Place) -> None:
    """Make sure that XML declares nothing by itself: entities could stand for files, or for gigabytes."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ToolError(f"not UTF-8 at byte {error.start}", "INCEpTION writes UTF-8: export it anew", place) from error
    if found := _DECLARED.search(text):
        what = f"XML with declarations of its own: {named(found[0])}"
        raise ToolError(what, "INCEpTION writes none: do not trust it", place)


def _claim(its: Any, at: dict[int, int], text: str, place: Place) -> Marked:  # noqa: ANN401 - a feature structure
    spans = [its, *(link.target for link in _links(its, MORE) if link.target is not None)]
    need_inside([(each.begin, each.end) for each in spans], text, place)
    texts = {field: its.get(feature) or "" for feature, field in FEATURES.items()}
    links = []
    for link in _links(its, FILLERS):
        if link.target is None:
            continue  # a slot that nobody has filled
        if id(link.target) not in at:
            where = f"[{its.begin}, {its.end}]"
            raise ToolError(f"`{link.role}` of the claim at {where} leads to no mention", "link a mention", place)
        links.append(Link(link.role or "", at[id(link.target)]))
    kinds = (Span(each.begin, each.end, each.get(KIND) or Span(0, 0).kind) for each in spans)
    return Marked(tuple(kinds), {name: value for name, value in texts.items() if value}, tuple(links), place=place)


def _links(its: Any, feature: str) -> Iterator[Any]:  # noqa: ANN401 - feature structures
    array = its.get(feature)
    yield from (array.elements or []) if array is not None else []
