"""The guide on annotating: fields, words, fact types and concepts with examples, from the schema and the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.annotation.field_guide import FIELDS, STANCE_EXAMPLES, TIMES, WORDS, FieldEntry
from kg.base.errors import NotFoundError
from kg.base.hints import unknown
from kg.base.letters import cut
from kg.ontology import Concept, FactType, Ontology, RoleRule, Shortcut, Term
from kg.ontology.earlier import replaced_statements, replaced_terms
from kg.report.patterns import pattern_entities, pattern_roles, pattern_text
from kg.snapshot.sentences import Teller

_LONGEST = 1_000  # characters of a line, where all topics are listed
_CHANGES = Path(__file__).with_name("first_edition.md")
_FIRST, _GONE = "changes since the first edition", "term of the first edition"
_REPORT = "figure of a report"
_CONTESTED, _MODEL = "contested", "term of the model"
_KIND, _LINK, _STANCE, _STATUS, _TYPE, _ROLE = "kind of entity", "link", "stance", "status", "fact type", "role"


class Topic(NamedTuple):
    """One thing that the guide speaks of, and `kg help` prints."""

    sort: str  # what it is: `field of a claim`, `stance`, `fact type` …
    name: str
    meaning: str  # one line
    example: str = ""
    details: tuple[str, ...] = ()


def topics(ontology: Ontology) -> list[Topic]:
    """List everything that has help: fields and their words, then the terms of the ontology.

    Parameters
    ----------
    ontology
        The project's, or the one that comes with the package.

    Returns
    -------
    list
        In the order of the guide.
    """
    found = [
        *(_field(sort, name, entry, ontology) for sort, fields in FIELDS.items() for name, entry in fields.items()),
        *(_word(sort, field, name) for (sort, field), words in WORDS.items() for name in words),
        *(Topic(_STANCE, its.id, its.definition, STANCE_EXAMPLES.get(its.id, "")) for its in _terms(ontology.stances)),
        *(Topic(_STATUS, its.id, its.definition) for its in _terms(ontology.statuses)),
        *(Topic(_CONTESTED, its.id, its.definition) for its in _terms(ontology.contestedness)),
        *(Topic(_KIND, its.id, its.definition) for its in _terms(ontology.kinds)),
        *(Topic(_LINK, its.id, its.definition, f"links: {{{its.id}: …}}") for its in _terms(ontology.links)),
        *(_type(type_, ontology) for type_ in ontology.types.values()),
        *(_role(role, ontology) for role in _terms(ontology.roles)),
        *(_concept(concept, ontology) for concept in ontology.concepts.values()),
        *(_report(figure) for figure in _terms(ontology.report_figures)),
        *(Topic(_GONE, term.id, f"{term.hint}.") for term in ontology.replaced.values()),
        Topic(_FIRST, "first-edition", _FIRST_EDITION, details=tuple(_changes())),
    ]
    taken = {name.casefold() for topic in found for name in (topic.name, topic.sort)} | FIELDS.keys()
    others = (its for its in _terms(ontology.model) if its.id.casefold() not in taken)
    return [*found, *(Topic(_MODEL, its.id, its.definition) for its in others)]


def topics_named(name: str, ontology: Ontology) -> list[Topic]:
    """Find what bears a name: one thing or several, as `kind` is a field of entities and of evidence.

    Parameters
    ----------
    name
        As written in a file, in small letters or capitals; or a sort: a record, such as `claim`, for all its
        fields, `status` for all statuses, `natures` for the concepts of that scheme.
    ontology
        The project's.

    Raises
    ------
    NotFoundError
        If nothing bears it.
    """
    every = topics(ontology)
    wanted = name.casefold()
    sorts = (wanted, _field_of(wanted), f"concept of {wanted}")
    named = [topic for topic in every if topic.name.casefold() == wanted]
    found = named + [topic for topic in every if topic.sort in sorts and topic not in named]
    if not found:
        known = [*FIELDS, *(topic.sort for topic in every), *(topic.name for topic in every)]
        raise NotFoundError(*unknown("field, word or term", name, known))
    return found


def topic_lines(topic: Topic) -> list[str]:
    """Write a topic for a terminal: what it is and means; below, an example and the rest."""
    example = [f"  example: {topic.example}"] if topic.example else []
    return [f"{topic.name} ({topic.sort}): {topic.meaning}", *example, *(f"  {detail}" for detail in topic.details)]


def all_lines(topics: Iterable[Topic]) -> list[str]:
    """Write many topics for a terminal, long lines cut: `kg help NAME` has each whole."""
    return [cut(line, _LONGEST) for topic in topics for line in topic_lines(topic)]


def name_lines(ontology: Ontology) -> list[str]:
    """List the names of all topics, a line for each sort."""
    names: dict[str, list[str]] = {}
    for topic in topics(ontology):
        names.setdefault(topic.sort, []).append(topic.name)
    return [f"{sort}: {', '.join(its)}" for sort, its in names.items()]


def guide(ontology: Ontology) -> str:
    """Write the whole guide as Markdown: `docs/annotating.md` is this text.

    Parameters
    ----------
    ontology
        Whose fact types it describes.
    """
    every = topics(ontology)
    lines = [_HEAD]
    for sort in FIELDS:
        lines += [f"### Of {_a(sort)}", "", *_table(("field", "what it says", "example"), every, _field_of(sort))]
    lines += ["## The words that fields take", "", "### Stances", "", *_table(_WORD, every, _STANCE)]
    for sort, field in WORDS:
        lines += [f"### `{field}` of {_a(sort)}", "", *_table(_WORD, every, _word_of(sort, field))]
    lines += ["### Times", "", *_rows(("written", "it says"), ((f"`{form}`", its) for form, its in TIMES.items()))]
    lines += ["### Kinds of entities", "", *_table(("kind", "what it is"), every, _KIND)]
    lines += ["### Links of entities", "", *_table(("link", "where it leads", "example"), every, _LINK)]
    lines += ["## Fact types", "", _TYPES, ""]
    for topic in every:
        if topic.sort == _TYPE:
            example = f"`{topic.example}`" if topic.example else ""
            details = [f"- {detail}" for detail in topic.details]
            lines += [f"### {topic.name}", "", topic.meaning, "", example, "", *details, ""]
    lines += ["### Concepts", "", _CONCEPTS, ""]
    for scheme in ontology.schemes.values():
        names = [f"`{its.id}`" for its in ontology.concepts.values() if scheme.id in its.schemes]
        lines += [f"- {scheme.label} (`{scheme.id}`): {', '.join(names)}"] if names else []
    lines += ["", "### Figures of a report", "", _REPORTS, "", *_table(("name", "what it measures"), every, _REPORT)]
    lines += ["## Patterns", "", pattern_text(), "", "## From the first edition", "", _FIRST_EDITION, ""]
    return "\n".join([*lines, *(f"- {change}" for change in _changes()), ""]).replace("\n\n\n", "\n\n")


_HEAD = """# Annotating

A claim is one speaker, in one article, taking one stance on one fact, on the evidence of spans of text. `kg help NAME`
prints the part of this page that is about a field, a word, a fact type or a concept; `kg help` lists the names. This
page is made from the schema and the ontology (`kg help --all --format markdown`): change those, not this.

Write `quote:` for evidence; `kg anchor FILE --texts DIR` turns quotes into positions and hashes, and `kg check` says
what is wrong. Fields in **bold** are needed.

## Fields
"""
_TYPES = """What a fact is. Below each: a claim's `type` and `roles`, the sentence that they make, what each role takes.
*Party*: whose own side must speak before the fact is `on-record`."""
_CONCEPTS = "What roles take that no entity fills; `kg help NAME` says what each means."
_REPORTS = """Figures under `values` say what happened (`deaths`, `amount`): two that do not overlap conflict, and a
later one of the same speaker corrects the earlier. Those below measure the report or its coding instead: they are kept
and shown, and are no conflict and no correction. A project declares others in its `ontology/`, by the name that stands
in `values`: `my:readers a skos:Concept ; skos:inScheme kg:report-figures ; skos:prefLabel "readers"@en .`"""
_FIRST_EDITION = (
    "What a project of the model's first edition has to look at: all that is gone, or means something else now."
)
_WORD = ("word", "what it says", "example")


def _changes() -> Iterator[str]:
    """Tell each change since the first edition: what is gone from the ontology, then what means something else now."""
    for term in replaced_terms().values():
        yield f"`{term.name}` is now `{term.by_name}`: {term.note}."
    for its in replaced_statements():
        yield f"In Turtle, `{its.by_name}` has taken the place of `{its.object_name}` in `{its.name}`: {its.note}."
    for line in _CHANGES.read_text("utf-8").splitlines():
        yield line.removeprefix("- ")


def _terms(terms: Mapping[str, Term]) -> Iterable[Term]:
    return terms.values()


def _a(sort: str) -> str:
    return sort if sort == "evidence" else f"{'an' if sort[0] in 'aeiou' else 'a'} {sort}"


def _field_of(sort: str) -> str:
    return f"field of {_a(sort)}"


def _word_of(sort: str, field: str) -> str:
    return f"`{field}` of {_a(sort)}"


def _field(sort: str, name: str, entry: FieldEntry, ontology: Ontology) -> Topic:
    words: dict[tuple[str, str], Iterable[str]] = {
        **WORDS, ("claim", "stance"): ontology.stances, ("entity", "kind"): ontology.kinds,
    }  # fmt: skip
    details = (f"one of: {', '.join(words[sort, name])}",) if (sort, name) in words else ()
    needed = ("needed",) if entry.needed else ()
    return Topic(_field_of(sort), name, entry.meaning, _example(entry.example, ontology), (*needed, *details))


def _example(text: str, ontology: Ontology) -> str:
    """Name a fact type of the ontology, and a role of it that takes several, where an example leaves room for them."""
    choices = [
        (type_.id, rule.role) for type_ in ontology.types.values() for rule in type_.roles.values() if rule.min > 1
    ]
    type_, role = (choices or [(its.id, next(iter(its.roles))) for its in ontology.types.values()] or [("…", "…")])[0]
    return text.replace("{type}", type_).replace("{role}", role)


def _word(sort: str, field: str, name: str) -> Topic:
    entry = WORDS[sort, field][name]
    return Topic(_word_of(sort, field), name, entry.meaning, entry.example)


def _type(type_: FactType, ontology: Ontology) -> Topic:
    roles = pattern_roles().get(type_.id, {})
    is_known = bool(roles) and roles.keys() <= type_.roles.keys()
    teller = Teller(pattern_entities(), {}, ontology, {})
    example = f"type: {type_.id}, roles: {_braced(roles)}" if is_known else ""
    sentence = (f"reads: {_sentence(teller.content(type_.id, roles, None))}",) if is_known else ()
    rules = (f"{rule.role}: {_rule(rule, type_, ontology)}" for rule in type_.roles.values())
    shared = map(_shared_edge, type_.shared_edges)
    return Topic(_TYPE, type_.id, type_.definition, example, (*sentence, *rules, *shared))


def _shared_edge(its: Shortcut) -> str:
    joins = f"joins each {its.source} with the others of one {its.within} at one time"
    return f"shared edge {its.edge}: {joins}, where it or its layer, {its.layer}, is asked for by name"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _braced(roles: Mapping[str, Sequence[str]]) -> str:
    return f"{{{', '.join(f'{role}: {its[0] if len(its) == 1 else _listed(its)}' for role, its in roles.items())}}}"


def _listed(ids: Sequence[str]) -> str:
    return f"[{', '.join(ids)}]"


def _rule(rule: RoleRule, type_: FactType, ontology: Ontology) -> str:
    takes = [f"concepts of {rule.scheme}"] if rule.scheme else []
    takes += [_kinds(rule.kinds, ontology)] if rule.kinds else []
    takes += ["a fact"] if rule.takes_fact else []
    words = [" or ".join(takes)]
    words += [f"at least {rule.min}"] if rule.min else []
    words += [f"at most {rule.max}"] if rule.max is not None else []
    words += ["party"] if rule.role in type_.parties else []
    words += ["somebody unknown where left out"] if rule.role in type_.always else []
    return ", ".join(words)


def _kinds(kinds: frozenset[str], ontology: Ontology) -> str:
    """Name kinds of entities, by the one class that has just these where there is one."""
    above = {iri for kind in kinds for iri in ontology.kind_ancestors(kind)}
    for iri in sorted(above):
        if frozenset(kind for kind in ontology.kinds if iri in ontology.kind_ancestors(kind)) == kinds:
            return iri.rpartition("#")[2]
    return " or ".join(sorted(kinds))


def _role(role: Term, ontology: Ontology) -> Topic:
    where = [type_ for type_ in ontology.types.values() if role.id in type_.roles]
    details = (f"{type_.id}: {_rule(type_.roles[role.id], type_, ontology)}" for type_ in where)
    return Topic(_ROLE, role.id, role.definition, details=tuple(details))


def _report(figure: Term) -> Topic:
    return Topic(_REPORT, figure.id, figure.definition, f"values: {{{figure.id}: 3}}")


def _concept(concept: Concept, ontology: Ontology) -> Topic:
    beside = [
        (type_, rule)
        for type_ in ontology.types.values()
        for rule in type_.roles.values()
        if rule.scheme in concept.schemes
    ]
    details = [f"fills {rule.role} of {type_.id}" for type_, rule in beside]
    details += [f"{concept.tendency}"] if concept.tendency else []
    details += ["both sides do it"] if concept.symmetric else []
    details += [f"a kind of: {', '.join(concept.broader)}"] if concept.broader else []
    example = ""
    if beside:
        type_, rule = beside[0]
        teller = Teller({}, {}, ontology, {})
        fillers = {name: (f"({name})",) for name, its in type_.roles.items() if its.min and its is not rule}
        example = (
            teller.content(type_.id, {**fillers, rule.role: (concept.id,)}, None).replace("“", "").replace("”", "")
        )
    return Topic(f"concept of {', '.join(concept.schemes)}", concept.id, concept.definition, example, tuple(details))


def _table(head: Sequence[str], every: Iterable[Topic], sort: str) -> Iterator[str]:
    rows = []
    for topic in every:
        if topic.sort == sort:
            name = f"**`{topic.name}`**" if "needed" in topic.details else f"`{topic.name}`"
            code = topic.sort.startswith("field") or sort == _LINK
            example = f"`{topic.example}`" if code else topic.example
            rows.append((name, topic.meaning, example)[: len(head)])
    yield from _rows(head, rows)


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""
