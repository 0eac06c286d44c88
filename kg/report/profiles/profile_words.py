"""A profile in words: a dozen headings with a few lines each, for a terminal and for a card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from kg.account.facts import FactAccount
from kg.account.voices import UpwardStep
from kg.base.hints import LONGEST_CELL, several
from kg.base.letters import cut
from kg.model.records import ACTORS, Kind, Status
from kg.report.counted.pairing import Dyad
from kg.report.facts import rests_on_rows
from kg.report.profiles.participations import DONE, RECEIVED, TOGETHER, Participation
from kg.report.profiles.profile_parts import Post, Profiled, Spoken, Statements
from kg.report.profiles.tallies import Share, Trend
from kg.snapshot.sentences import both, timed, voice_words

MOST = 3  # lines of each list, with which a profile fits on one screen
_WIDE, _STATUS = 12, 13  # columns of a heading, and of a status
_MOST_SOURCES = 4
_BARS = "▁▂▃▄▅▆▇█"
_SIDES = (Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP)  # that can be a side of their own
_STATUSES = frozenset(status.value for status in Status)
_TO = {TOGETHER: "with", DONE: "to", RECEIVED: "from"}

Section = tuple[str, list[str]]  # a heading, and lines


def lines(its: Profiled, top: int = MOST) -> list[str]:
    """Write a profile for a terminal: a heading before the first line of each section, the others below its text."""
    found = [heading(its)]
    for name, texts in sections(its, top):
        found += [f"{name if place == 0 else '':<{_WIDE}}{text}" for place, text in enumerate(texts)]
    return found


def card(its: Profiled, top: int = MOST) -> str:
    """Write a profile as HTML, with each text as it stands and never as markup."""
    rows = (
        f"<tr><th style='text-align:left;vertical-align:top'>{escape(name)}</th>"
        f"<td style='text-align:left'>{'<br>'.join(map(_marked, texts))}</td></tr>"
        for name, texts in sections(its, top)
    )
    notes = "".join(f"<p><small>{escape(line)}</small></p>" for line in its.pairs.left_out)
    return f"<h4>{escape(heading(its))}</h4><table>{''.join(rows)}</table>{notes}"


def _marked(text: str) -> str:
    """Escape a line, with the status at its beginning in bold."""
    first, _, rest = text.strip().partition(" ")
    return f"<b>{escape(first)}</b> {escape(rest.strip())}" if first in _STATUSES else escape(text.strip())


def heading(its: Profiled) -> str:
    """Name the entity, its id and its kind."""
    kind = its.snapshot.ontology.kinds[its.entity.kind.value].label.lower()
    stand_in = ", a stand-in for many or for nobody in particular" if its.entity.anonymous else ""
    return f"{its.snapshot.teller.brief.name(its.entity.id)} ({its.entity.id}), {kind}{stand_in}"


def sections(its: Profiled, top: int) -> list[Section]:
    """Give the headings with their lines, without those that have none."""
    found: list[Section] = [
        ("also", [several([cut(name, LONGEST_CELL) for name in its.entity.aliases])] if its.entity.aliases else []),
        ("side", [_side(its)] if its.entity.kind in ACTORS else []),
        ("findings", [_findings(its)]),
        ("trend", _trend(its.trend)),
        ("posts", _listed([_post(its, post, post.seats) for post in its.posts], top)),
        ("holders", _listed([_post(its, post, post.holders) for post in its.holders], top)),
        *((way, _way(its, way, top)) for way in (TOGETHER, DONE, RECEIVED)),
        ("statements", [*_statements(its)]),
        ("source", _source(its.spoken)),
        ("voices", _shares(its, its.voices, "voice")),
        ("outlets", _shares(its, its.outlets, "outlet")),
        ("open", _listed([_open(its, each) for each in its.open], top, "`kg facts --entity " + its.entity.id + "`")),
    ]
    return [(name, texts) for name, texts in found if texts]


def _listed(texts: list[str], top: int, how: str = "`--top N` shows more") -> list[str]:
    left = len(texts) - top
    return texts if left <= 0 else [*texts[:top], f"and {left:,} more; {how}"]


def _side(its: Profiled) -> str:
    """Say for whom it speaks, and why."""
    name, side = its.snapshot.teller.brief.name, its.side
    if side is None:
        return "none: who is anonymous speaks for no side"
    if side.end is None:
        return f"between {both(map(name, side.ends))}: it speaks for none of them until it says for which"
    if side.end == its.entity.id:
        if its.entity.kind not in _SIDES:
            return "none known: no link or post leads to one"
        return f"its own; what its people and organs do is counted with these: `kg dyads {side.end} --by side`"
    return f"{name(side.end)}, by {several([_step(its, step) for step in its.way])}"


def _step(its: Profiled, step: UpwardStep) -> str:
    return f"{its.snapshot.teller.brief.name(step.target)} [{step.link}]"


def _findings(its: Profiled) -> str:
    """Count what is accepted, and what is not, and say from when to when."""
    if not its.found:
        in_all = sum(its.entity.id in {filler for _, filler in fact.fillers} for fact in _whole(its).values())
        return f"none in this slice, {in_all:,} in all" if in_all else "none: no fact names it"
    accepted = its.accepted
    stands = Counter(each.status for each in accepted)
    best = sorted(stands, key=lambda status: -status.strength)
    told = [f"{len(accepted):,} accepted{_in([f'{stands[each]:,} {each.value}' for each in best])}"]
    first, last = its.days
    told += [first if first == last else f"{first} to {last}"] if first and last else []
    if rows := sum(rests_on_rows(its.snapshot, each.claims) for each in accepted):
        told.append(f"{rows:,} of them not read")
    others = Counter(each.reason for each in its.found if not each.accepted)
    return ", ".join(told) + _not_accepted(dict(sorted(others.items(), key=lambda it: (-it[1], it[0]))))


def _whole(its: Profiled) -> Mapping[str, FactAccount]:
    return its.snapshot.whole.account.facts


def _in(texts: Sequence[str]) -> str:
    return f" ({', '.join(texts)})" if texts else ""


def _not_accepted(counts: Mapping[str, int]) -> str:
    return f"; not accepted: {', '.join(f'{many:,} {why}' for why, many in counts.items())}" if counts else ""


def _trend(trend: Trend) -> list[str]:
    """Draw how many accepted facts there were in each period, as a line of bars."""
    without = [f"{trend.wider:,} wider" if trend.wider else "", f"{trend.undated:,} undated" if trend.undated else ""]
    if not trend.counts:
        return [f"no finding is known to one period: {', '.join(filter(None, without))}"] if any(without) else []
    most = max(trend.counts.values())
    bars = "".join("·" if not many else _BARS[(many * len(_BARS) - 1) // most] for many in trend.counts.values())
    names = [name + {"decade": "0s", "century": "00s"}.get(trend.unit, "") for name in trend.counts]
    ends = f"{names[0]} {bars} {names[-1]}" if len(names) > 1 else f"{names[0]} {bars}"
    top = next(name for name, many in zip(names, trend.counts.values(), strict=True) if many == most)
    return [", ".join(filter(None, [f"{ends}: a bar a {trend.unit}, at most {most:,}, in {top}", *without]))]


def _post(its: Profiled, post: Post, named: Sequence[str]) -> str:
    """Say how a post stands, which it is or who holds it, when, and on whose word."""
    part, teller = post.its, its.snapshot.teller.brief
    first, *others = [teller.name(each) for each in named] or [teller.heading(part.fact)]
    when = timed(part.fact.when.text, lasts=True, stated=part.fact.when.stated) or ", undated"
    what = f"{first}{_in([several(others)] if others else [])}{when}{part.mark}"
    return f"{part.status.value:<{_STATUS}}{what}{_sourced(its, part)}"


def _sourced(its: Profiled, part: Participation) -> str:
    said = f" · {several(part.voices)}" if part.voices else ""
    return said + (" · not read" if rests_on_rows(its.snapshot, part.claims) else "")


def _way(its: Profiled, way: str, top: int) -> list[str]:
    """Count what is done together, by it or to it, and name those with whom most is."""
    deeds, ontology = its.ways[way], its.snapshot.ontology
    pairs = its.partners(way)
    if not (deeds.accepted or deeds.not_accepted or pairs):
        return []
    what = [f"{ontology.concepts[act].label} {many:,}" for act, many in deeds.acts.items()]
    what += [f"{ontology.types[type_].label} {many:,}" for type_, many in deeds.types.items()]
    leaning = [f"{many:,} {tendency}" for tendency, many in deeds.tendencies.items() if many]
    told = f"{deeds.accepted:,} accepted{_in([several(what)] if what else [])}"
    first = "; ".join([told, *([", ".join(leaning)] if leaning else [])]) + _not_accepted(deeds.not_accepted)
    return [first, *_listed([_partner(its, pair, way) for pair in pairs], top, f"`kg dyads {its.entity.id}`")]


def _partner(its: Profiled, pair: Dyad, way: str) -> str:
    """Name one with whom an entity deals: how much is accepted, how all of it stands, when, and on how many words."""
    other = pair.target if pair.source == its.entity.id else pair.source
    stands = [f"{many:,} {status}" for status, many in pair.by_status.items()]
    stands += [f"{pair.contested:,} contested by a party"] if pair.contested else []
    told = [", ".join(stands)]
    if pair.first and pair.last:
        told.append(pair.first if pair.first == pair.last else f"{pair.first} to {pair.last}")
    if pair.accepted:
        told.append(f"{_many(len(pair.voices), 'voice')}, {_many(len(pair.outlets), 'outlet')}")
        told += [f"{pair.accepted - pair.read:,} not read"] if pair.read < pair.accepted else []
    return f"{_TO[way]} {its.snapshot.teller.brief.name(other)} {pair.accepted:,}: {'; '.join(told)}"


def _statements(its: Profiled) -> Iterator[str]:
    """Count what it says, and what is said to it and about it, with the latest."""
    for of, said in its.statements.items():
        if said.latest is None:
            continue
        told = f"{of} it: {said.accepted:,} accepted{_in(_words(its, said))}{_not_accepted(said.not_accepted)}"
        status = f"{said.latest.status.value}: "
        yield f"{told}; the latest {status}{its.snapshot.teller.brief.heading(said.latest)} [{said.latest.fact}]"


def _words(its: Profiled, said: Statements) -> list[str]:
    named = [f"{voice_words(voice, its.snapshot.teller.brief)} {many:,}" for voice, many in said.voices.items()]
    return [f"on the word of {several(named)}"] if named else []


def _source(spoken: Spoken) -> list[str]:
    """Say of how much it is itself a source: claims that it makes or relays, and articles that it publishes."""
    stances = [f"{many:,} {stance}" for stance, many in spoken.stances.items()]
    told = []
    if spoken.claims:
        where = f"{_many(spoken.claims, 'claim')} in {_many(spoken.articles, 'article')}"
        told.append(f"speaker of {where}{_in(stances)}")
    told += [f"relay of {_many(spoken.relayed, 'claim')}"] if spoken.relayed else []
    told += [f"publisher of {_many(spoken.published, 'article')}"] if spoken.published else []
    return ["; ".join(told)] if told else []


def _shares(its: Profiled, found: Sequence[Share], thing: str) -> list[str]:
    """Say how much of what is accepted rests on each source, and how much on a single one."""
    if not found:
        return []
    teller = its.snapshot.teller.brief
    named = [f"{each.percent} on {voice_words(each.id, teller)}" for each in found[:_MOST_SOURCES]]
    named[0] = named[0].replace("on", "rest on", 1)
    more = f" and {len(found) - _MOST_SOURCES:,} more" if len(found) > _MOST_SOURCES else ""
    alone = sum(each.alone for each in found)
    return [f"of {_many(len(its.accepted), 'finding')} {', '.join(named)}{more}; {alone:,} on one {thing} only"]


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing if number == 1 else f'{thing}s'}"


def _open(its: Profiled, part: Participation) -> str:
    """Say how something stands that is not settled, what it is, and its id."""
    what = its.snapshot.teller.brief.heading(part.fact)
    return f"{part.status.value:<{_STATUS}}{what}{part.mark} [{part.fact.fact}]"
