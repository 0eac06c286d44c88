"""Pages for people: what the graph is, each thing at its own address, search, an editor of queries, and the view.

Whatever an address says besides is a slice: every page takes the options of `Graph.slice` as parameters, says which
slice it shows, and keeps to it in its links.

- `answering`: which page an address means.
- `visit`: what is asked, in the terms of the graph; and addresses that keep to the slice.
- `slicing`: the slice that an address asks for.
- `index`: what belongs to what.
- `rendering`: templates to replies.
- `marks`: the mark of each status.
- `things`: a thing as a page, Turtle, JSON-LD or JSON.
- `lists`: long lists in parts.
- `items`: entries of lists.
- `weights`: what a claim weighs in how its fact stands.
- `conflicts`: which claims give which value.
- `home`: what the graph is.
- `entity`: the page of an entity.
- `profile`: what is known of an entity.
- `fact`: the page of a fact.
- `claim`: the page of a claim.
- `article`: the page of an article.
- `voice`: the page of a voice or an outlet.
- `document`: the page of a primary document.
- `search`: entities, findings, topics and articles by their names.
- `words`: what the statuses mean.
- `asking`: the editor of queries.
- `api`: the verbs and their parameters.
- `picture`: the page of `kg view`.
- `failure`: what is shown where there is no page.
"""

from kg.serve.pages.answering import answer
from kg.serve.pages.index import ready

__all__ = ["answer", "ready"]
