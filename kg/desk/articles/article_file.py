"""The annotation file of an article that has just been added: its head, and an example of a claim in comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.annotation.field_guide import ARTICLE_FIELDS
from kg.annotation.yaml_writer import quoted
from kg.desk.articles.head import GIVEN, NEEDED, HeadField
from kg.desk.articles.stated import clean
from kg.model.records import Stance, Text
from kg.ontology import FactType, Ontology

_CLAIMS = """
# A claim is one speaker, taking one stance on one fact, on the evidence of words of this text; `kg help` explains all.
# To write the first: take away `[]` and the marks below, and put your own ids and words for those in capitals.
claims: []
"""
_QUOTE = "THE WORDS OF THE TEXT, EXACTLY AS THEY STAND"


def article_file(
    fields: Sequence[HeadField], text: Text, ontology: Ontology, *, shown: str, retrieved: str | None = None
) -> str:
    """Write the file.

    Parameters
    ----------
    fields
        Of the head, found or missing.
    text
        The text that was kept.
    ontology
        The project's, from which the example is made.
    shown
        What was added: a file's name, or an address.
    retrieved
        The day on which it was fetched.

    Returns
    -------
    str
        YAML, which `kg check` accepts where nothing is missing and the publisher is an entity.
    """
    lines = [f"# Added from {clean(shown)}.", "article:"]
    for field in fields:
        lines += _lines(field)
        if field.name == "published" and not field.is_missing:
            lines.append(f"  published-basis: {'external' if field.where == GIVEN else 'page'}")
    lines += [f"  retrieved: {retrieved}"] if retrieved else []
    lines.append(f"  text: {{file: {text.file}, sha256: {text.sha256}, characters: {text.characters}}}")
    example = "".join(f"#{line}\n" for line in _example(ontology))
    return "\n".join(lines) + "\n" + _CLAIMS + example


def _lines(field: HeadField) -> Iterator[str]:
    if field.is_missing:
        what = "MISSING, and needed" if field.name in NEEDED else "missing"
        yield f"  # {ARTICLE_FIELDS[field.name].example} # {what}: {field.where}"
        return
    value = field.value if field.called or field.name in ("published", "language") else quoted(field.value)
    called = f", {quoted(field.called)}" if field.called else ""
    yield f"  {field.name}: {value} # {field.where}{called}"
    if field.new:
        yield "  # No entity of this project has that name. To add it, write into sources/entities.yaml:"
        yield f"  #   {field.new}"


def _example(ontology: Ontology) -> Iterator[str]:
    """Write a claim of a fact type of the ontology, with the roles that it needs, as a user would."""
    choices = sorted(ontology.types.values(), key=lambda its: (-max(rule.min for rule in its.roles.values()), its.id))
    if not choices:
        return
    type_ = choices[0]
    yield "  - id: first-claim"
    yield "    fact: ID-OF-THE-FACT # one id for all claims on it, in any article: what-it-was-2031-03"
    yield f"    type: {type_.id} # or {', '.join(sorted({*ontology.types} - {type_.id}))}"
    yield f"    roles: {{{', '.join(_fillers(type_))}}} # ids of sources/entities.yaml"
    yield "    # when: 2031-03-10 # only as this speaker gives it"
    yield "    # speaker: WHO-SAYS-SO # left out: the publisher, in its own voice"
    yield f"    stance: {Stance.ASSERTS} # or {', '.join(its for its in Stance if its is not Stance.ASSERTS)}"
    yield f"    evidence: [{{quote: {quoted(_QUOTE)}}}]"


def _fillers(type_: FactType) -> Iterator[str]:
    needed = [rule for rule in type_.roles.values() if rule.min] or list(type_.roles.values())[:1]
    for rule in needed:
        yield f"{rule.role}: [WHO-ONE, WHO-TWO]" if rule.min > 1 else f"{rule.role}: WHO-OR-WHAT"
