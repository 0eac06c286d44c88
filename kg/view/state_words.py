"""What a page shows when it opens, in one sentence: the words of the page itself (`kg/view/web/state.js`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.base.hints import counted
from kg.model.records import Kind
from kg.ontology import Ontology
from kg.snapshot.sentences import Teller, voice_words
from kg.snapshot.slices import Withdrawn

Options = Sequence[tuple[str, str]]  # ids with their labels


def without_words(withdrawn: Withdrawn, teller: Teller) -> list[str]:
    """Say which sources do not count; nothing if all do.

    Parameters
    ----------
    withdrawn
        Of a slice; its articles are told elsewhere (`kg.snapshot.cut_words`).
    teller
        Names them.
    """
    gone = withdrawn.sources
    named = [
        *(voice_words(id_, teller) for id_ in sorted(gone.voices)),
        *(f"the outlet {teller.name(id_)}" for id_ in sorted(gone.outlets)),
        *(f"what {teller.name(id_)} relayed" for id_ in sorted(gone.relays)),
    ]
    return [f"without {_anded(named)}"] if named else []


def choice_words(opens: Mapping[str, Collection[str]], ontology: Ontology, there: Collection[Kind]) -> list[str]:
    """Say to which kinds, layers and relations a page is limited; nothing of those of which it shows all.

    Parameters
    ----------
    opens
        ``kinds``, ``layers`` and ``relations``, as far as they are not the usual; from `kg.view.opening`.
    ontology
        Has their labels.
    there
        Kinds of the actors of the page.
    """
    shared = [cut for type_ in ontology.types.values() for cut in type_.shared_edges]  # which no page draws
    apart, edges_apart = {cut.layer for cut in shared}, {cut.edge for cut in shared}
    layers = sorted(ontology.layers.values(), key=lambda layer: (not layer.default, layer.id))
    layers = [layer for layer in layers if layer.id not in apart]
    usual = [layer.id for layer in layers if layer.default]
    edges = sorted((id_, edge) for id_, edge in ontology.edges.items() if id_ not in edges_apart)
    kinds = [(kind.value, _many(ontology.kinds[kind.value].label)) for kind in Kind if kind in there]
    found = (
        _only(kinds, opens.get("kinds", [Kind.PERSON.value])),
        _only([(layer.id, layer.label) for layer in layers], opens.get("layers", usual)),
        _only([(id_, f"“{edge.label}”") for id_, edge in edges], opens.get("relations", [id_ for id_, _ in edges])),
    )
    return [words for words in found if words]


def _only(options: Options, chosen: Collection[str]) -> str:
    those = [label for id_, label in options if id_ in chosen]
    left = [label for id_, label in options if id_ not in chosen]
    if not left:
        return ""
    if len(left) == 1 and len(those) > 2:
        return f"no {left[0]}"
    return f"{_anded(those)} only" if those else f"none of {_anded(left)}"


def focus_words(name: str, steps: int) -> str:
    """Say around whom a page opens.

    >>> focus_words("Ann", 1)
    'within 1 step of Ann'
    """
    return f"within {counted(steps, 'step')} of {name}"


def _many(label: str) -> str:
    if re.search(r"[^aeiou]y$", label):
        return f"{label[:-1]}ies"
    return f"{label}es" if re.search(r"(?:s|x|z|ch|sh)$", label) else f"{label}s"


def _anded(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
