"""What each field of an annotation file means, with an example: the one table that `kg help` and the guide print.

The examples name no fact type and no role: `{type}` and `{role}` stand for one of the project's ontology.
"""

from __future__ import annotations

from typing import NamedTuple


class FieldEntry(NamedTuple):
    """One field: what it means, in a line, and an example as it is written in a file."""

    meaning: str
    example: str
    needed: bool = False  # in every record of its kind


class WordEntry(NamedTuple):
    """One of the few words that a field may have: what it says, and words of an article that are an example of it."""

    meaning: str
    example: str


_NOTE = FieldEntry("A remark in the annotator's own words.", "note: The deputy minister is another man of that name.")

ENTITY_FIELDS = {
    "kind": FieldEntry("What it is; a rank is a post, and a country is a place too.", "kind: Person", True),
    "name": FieldEntry("How it is called in sentences.", "name: Ilsa Maren", True),
    "aliases": FieldEntry("Other spellings that stand in the articles.", "aliases: [Ilza Maren, Mrs Maren]"),
    "links": FieldEntry(
        "Background knowledge: link to an entity, or to a list of them. It decides whose voice an entity has.",
        "links: {institution-of: arvenia}",
    ),
    "identifiers": FieldEntry("Names in other schemes, once verified.", "identifiers: {iso3166: FRA}"),
    "single-holder": FieldEntry(
        "Of a post: one at a time holds it; two at once are a conflict.", "single-holder: true"
    ),
    "side": FieldEntry("Whom it speaks for, where its links lead to two sides.", "side: arvenia"),
    "anonymous": FieldEntry(
        "A stand-in for somebody without a name, or for many; it has no side, and enters no measure unasked.",
        "anonymous: true",
    ),
    "note": _NOTE,
}

ARTICLE_FIELDS = {
    "title": FieldEntry(
        "The article's title; with `coded-by` it may be left out.", "title: Talk of the river treaty", True
    ),
    "publisher": FieldEntry("Who published it: an entity.", "publisher: harbour-courier", True),
    "agency": FieldEntry(
        "The agency whose text it is, where the publisher carries one: an entity.", "agency: northern-agency"
    ),
    "published": FieldEntry("The day of publication, as EDTF.", "published: 2031-03-10", True),
    "published-basis": FieldEntry("Where that day was found.", "published-basis: page"),
    "url": FieldEntry("Its address.", "url: https://example.org/river-treaty"),
    "archived": FieldEntry("The address of a copy that stays.", "archived: https://example.org/copies/17"),
    "retrieved": FieldEntry("The day on which it was read there.", "retrieved: 2031-03-11"),
    "language": FieldEntry("Its language, as a BCP 47 code.", "language: en"),
    "annotator": FieldEntry("Who annotated it; a claim may name somebody else.", "annotator: im"),
    "coded-by": FieldEntry(
        "The data set, or the maker of a table, whose rows these are: an entity. Nobody read them against a text; a "
        "claim may give spans all the same where the head names the `text` that was read for it.",
        "coded-by: river-events-table",
    ),
    "note": _NOTE,
    "text": FieldEntry(
        "Which text was annotated; the text itself stays outside the project.", "text: {file: courier.txt}"
    ),
    "no-claims": FieldEntry(
        "Sentences that hold nothing about actors, ticked off by whoever annotates: places as of evidence, each a "
        "`quote:` until `kg anchor` has been run. `kg check --coverage` counts them apart.",
        f"no-claims: [{{at: [0, 9], sha256: {'0' * 64}}}]",
    ),
}

TEXT_FIELDS = {
    "file": FieldEntry("Its name in the folder that `--texts` names.", "file: courier.txt", True),
    "sha256": FieldEntry("The hash of the whole file; `kg anchor` writes it.", f"sha256: {'0' * 64}", True),
    "characters": FieldEntry("Its length in code points; `kg anchor` writes it.", "characters: 2854", True),
}

CLAIM_FIELDS = {
    "id": FieldEntry("Names the claim, once in its file.", "id: first-report", True),
    "fact": FieldEntry("What it is about: one id for all claims on it, anywhere.", "fact: maren-reke-2031-03", True),
    "type": FieldEntry("The fact type: one of the ontology.", "type: {type}", True),
    "label": FieldEntry("The fact's proper name, if it has one.", "label: Port Alder Conference"),
    "roles": FieldEntry(
        "Who and what takes part: role to an id, or to a list of ids.", "roles: {{role}: [ilsa-maren, tomas-reke]}"
    ),
    "when": FieldEntry(
        "When it was, as EDTF, and only as this speaker gives it: a day, a month, an interval, `..` for an open end.",
        "when: 2031-03-03/2031-03-09",
    ),
    "speaker": FieldEntry(
        "Who says so: an entity, a list of them, or `unnamed` for hearsay. Left out: the publisher itself.",
        "speaker: arvenia-foreign-ministry",
    ),
    "via": FieldEntry(
        "Who relays the speaker, nearest the reader last; never the publisher.", "via: [river-watch, northern-agency]"
    ),
    "document": FieldEntry("The primary document behind it, if one is named.", "document: readout-2031-03-03"),
    "stance": FieldEntry("What the speaker does with the fact.", "stance: asserts", True),
    "scope": FieldEntry("What the claim speaks of.", "scope: roles"),
    "said": FieldEntry("When the speaker said so, as EDTF; left out: the day of publication.", "said: 2031-03-09"),
    "mode": FieldEntry("How the article gives the speaker's words.", "mode: indirect"),
    "part-of": FieldEntry("Another fact that this one belongs to.", "part-of: port-alder-conference"),
    "fulfils": FieldEntry("An announced fact that this one makes good.", "fulfils: announced-visit"),
    "evidence": FieldEntry("The places in the article that it rests on.", 'evidence: [{quote: "They met."}]', True),
    "values": FieldEntry(
        "Figures: a name, then a number or low..high, either end open, then a unit if it has one.",
        "values: {hurt: 20.., amount: 3500000 EUR}",
    ),
    "qualifier": FieldEntry("A framing word of the source, shown, never interpreted.", "qualifier: first official"),
    "annotator": FieldEntry("Who annotated this claim, if not who annotated the article.", "annotator: tr"),
    "note": _NOTE,
    "suggested": FieldEntry(
        "A proposal that nobody has looked at, as `kg suggest` writes them: it is never built, and may lack what a "
        "claim must have. Take the mark away from what is right.",
        "suggested: true",
    ),
}  # fmt: skip

EVIDENCE_FIELDS = {
    "at": FieldEntry("Start and end in code points from 0, the end exclusive; `kg anchor` writes it.", "at: [0, 9]"),
    "sha256": FieldEntry(
        "The hash of the exact span, by which it is checked; of a row, where its file is kept, it is kept unchecked.",
        f"sha256: {'0' * 64}",
    ),
    "kind": FieldEntry("Where in the article the span stands.", "kind: caption"),
    "quote": FieldEntry("The exact words; `kg anchor` turns them into `at` and `sha256`.", 'quote: "They met."'),
    "nth": FieldEntry("Which one is meant, where the same words stand there several times.", "nth: 2"),
    "row": FieldEntry(
        "In place of a span: the row's id in the table or data set of `coded-by`. A piece of evidence is a row or a "
        "span; a claim may have pieces of both.",
        'row: "20718170"',
    ),
}

JUDGEMENT_FIELDS = {
    "same": FieldEntry(
        "Ids of entities, or of facts, that are one; the first is the one that is shown.",
        "same: [ilsa-maren, minister-maren]",
    ),
    "different": FieldEntry(
        "Ids of which no two are one, however alike they look; `same` or `different`, not both.",
        "different: [ilsa-maren, ilse-maren]",
    ),
    "by": FieldEntry("Who decided so.", "by: im", True),
    "day": FieldEntry("On which day.", "day: 2031-04-30", True),
    "note": _NOTE,
    "taken-back": FieldEntry(
        "Who took it back, on which day, and why: it counts no more, and stays on record. `kg split` writes it.",
        "taken-back: {by: tr, day: 2031-05-02}",
    ),
}

# In the order in which one writes them: sort of record -> its fields.
FIELDS = {
    "entity": ENTITY_FIELDS,
    "article": ARTICLE_FIELDS,
    "text": TEXT_FIELDS,
    "claim": CLAIM_FIELDS,
    "evidence": EVIDENCE_FIELDS,
    "judgement": JUDGEMENT_FIELDS,
}

_NAMES = frozenset(name for fields in FIELDS.values() for name in fields)


def with_help(hint: str, field: str) -> str:
    """Let a hint name the command that explains a field, if it is one of an annotation.

    >>> with_help("add `said:`", "said"), with_help("add `claims:`", "claims")
    ('add `said:`; `kg help said`', 'add `claims:`')
    """
    return f"{hint}; `kg help {field}`" if field in _NAMES else hint


# What the ontology defines of stances is not repeated here: only words that are an example of each.
STANCE_EXAMPLES = {
    "announces": "“The ministers will meet on Monday,” the ministry said.",
    "asks": "Did the ministers meet?",
    "asserts": "“The ministers met on Monday,” the ministry said.",
    "declines": "The ministry would neither confirm nor deny that they had met.",
    "denies": "“There was no such meeting,” the ministry said.",
    "retracts": "The ministry withdrew its statement that they had met.",
    "suggests": "The ministers may have met, two officials said.",
}

# (sort of record, field) -> its words.
WORDS = {
    ("claim", "mode"): {
        "direct": WordEntry("The speaker's own words, quoted.", "“We met,” she said."),
        "indirect": WordEntry("The speaker's words, retold.", "She said that they had met."),
        "presupposed": WordEntry("Taken for granted by what is said.", "“After our meeting I flew home,” she said."),
        "implied": WordEntry(
            "Covered by words that do not name it, as by a blanket denial.",
            "“There were no talks of any kind,” he said."
        ),
    },
    ("claim", "scope"): {
        "fact": WordEntry("The fact and the fillers that it names; so without this field.", "“We met in the port.”"),
        "roles": WordEntry("Takes the fact for granted, and speaks of these fillers.", "“I was not at the meeting.”"),
    },
    ("article", "published-basis"): {
        "text": WordEntry("In the article's text; so without this field.", "Monday, 10 March 2031"),
        "page": WordEntry("On the page around it.", "Published 10 March 2031, 08:15"),
        "external": WordEntry("Elsewhere; the article gives none.", "a library's catalogue"),
    },
    ("evidence", "kind"): {
        "text": WordEntry("The running text; so without this field.", "The ministers met on Monday."),
        "headline": WordEntry("Title, deck, bullets or subheads.", "MINISTERS MEET"),
        "caption": WordEntry("Words below a picture: who, where, when.", "The ministers in Port Alder, 1 March."),
        "file-photo": WordEntry(
            "A picture from the archive: alone it carries no claim, not even a hint.",
            "The ministers in an undated photo."
        ),
    },
}  # fmt: skip

# Forms of a time (EDTF, ISO 8601-2:2019), for `when`, `said` and `published`.
TIMES = {
    "2031-03-10": "that day",
    "2031-03": "that month; of a situation: some day in it",
    "2031-22": "that summer (21 to 24 are the seasons)",
    "2031-03-10~": "about that day; `?` for a doubtful one",
    "2031-03-03/2031-03-09": "an event: some time in it; a situation: from the one to the other",
    "../2031-03": "by then, the start unknown; `/2031-03` says the same",
    "2031-03/..": "from then on",
}
