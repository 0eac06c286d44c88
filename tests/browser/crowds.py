"""Projects of some three hundred actors: events between bodies of countries, and a parliament."""

from __future__ import annotations

import json
from pathlib import Path

import kg
from kg.cli.main import run
from kg.graph.graph import Graph
from tests.formats import events
from tests.formats.importing import project_of

COUNTRIES = ("Kenya", "France", "Mali", "Chad", "Peru", "Japan", "Egypt", "Ghana", "Nepal", "Poland", "Chile", "India")
BODIES = ("Police", "Government", "Ministry", "Military", "Citizen", "Media", "Protester", "Lawyer/Attorney")
CODES = ("190", "061", "173")  # fights, cooperates in trade, arrests

PARTIES = ("Green List", "Harbour Party", "Rural Union", "New Centre", "Workers' League", "Free Ports")
COMMITTEES = ("Rivers", "Budget", "Defence", "Health", "Schools", "Roads", "Courts", "Trade", "Energy", "Housing")
GIVEN = ("Ilsa", "Jan", "Mira", "Otto", "Lena", "Piet", "Rosa", "Karl", "Anna", "Emil")
FAMILY = ("Maren", "Orel", "Voss", "Tamm", "Kask", "Lind", "Berg", "Saar", "Nurm", "Pihl")
MEMBERS = 300


def happened(folder: Path, countries: int = len(COUNTRIES), rows: int = 300) -> Graph:
    """Some three hundred events between the bodies of countries, mostly of neighbours in the list."""
    project = project_of(folder / "p")
    actors = [(f"{body} ({country})", country) for country in COUNTRIES[:countries] for body in BODIES]
    told = []
    for n in range(rows):
        (one, from_), (other, to) = actors[n * 7 % len(actors)], actors[(n * 7 + 5 + n % 6) % len(actors)]
        cells = {"Source_Name": one, "Source_Country": from_, "Target_Name": other, "Target_Country": to}
        day = f"2018-06-{1 + n % 28:02}"
        told.append(events.row(n + 1, **cells, Event_Date=day, CAMEO_Code=CODES[n % len(CODES)], Story_ID=n))
    (folder / "x.tab").write_text(events.table(*told), "utf-8")
    to_ = ["-o", str(project / "sources/x.jsonl"), "--project", str(project)]
    assert run(["import", "icews", str(folder / "x.tab"), *to_]) == 0
    return kg.build(project)


def parliament(folder: Path) -> Graph:
    """A chamber of three hundred, each in a party and on a committee, in two legislative periods."""
    project = project_of(folder / "p", "arvenia: {kind: Country, name: Arvenia}\n")
    names = [f"{GIVEN[n % 10]} {FAMILY[n // 10 % 10]}{('', ' Holm', ' Rand')[n // 100]}" for n in range(MEMBERS)]
    persons = [{"id": f"p{n}", "name": name} for n, name in enumerate(names)]
    bodies = [
        {"id": "diet", "name": "Diet of Arvenia", "classification": "legislature"},
        *({"id": f"party{k}", "name": name, "classification": "party"} for k, name in enumerate(PARTIES)),
        *(
            {"id": f"c{k}", "name": f"Committee on {name}", "classification": "committee", "parent_id": "diet"}
            for k, name in enumerate(COMMITTEES)
        ),
    ]
    periods = [
        {"id": f"t{k}", "name": f"Diet {k + 1}", "classification": "legislative period",
         "start_date": f"{2012 + 4 * k}-05-01", "end_date": f"{2016 + 4 * k}-04-30"} for k in range(2)
    ]  # fmt: skip
    seats = [
        {"person_id": f"p{n}", "organization_id": "diet", "role": "member", "on_behalf_of_id": f"party{n * n % 7 % 6}",
         "legislative_period_id": f"t{n % 5 // 4 ^ 1}"} for n in range(MEMBERS)
    ]  # fmt: skip
    serving = [
        {"person_id": f"p{n}", "organization_id": f"c{n * 3 % 10}", "role": "chair" if n < 10 else "member",
         "start_date": f"{2011 + n % 6}-06"} for n in range(MEMBERS)
    ]  # fmt: skip
    data = {"persons": persons, "organizations": bodies, "events": periods, "memberships": [*seats, *serving]}
    (folder / "popolo.json").write_text(json.dumps(data), "utf-8")
    given = ["--by", "2019-06-01", "--dataset", "Members of the Diet", "--country", "Arvenia"]
    to_ = ["-o", str(project / "sources/x.jsonl"), "--project", str(project)]
    assert run(["import", "popolo", str(folder / "popolo.json"), *given, *to_]) == 0
    return kg.build(project)
