"""One self-contained HTML page in which every line opens its evidence: it asks no host for anything, ever.

The page carries the claims and works out the account by the rule; Python gives it the words, the sentences and the
places. The picture is drawn by vis-network, as pyvis's wheel carries it. Whatever comes from sources reaches the page
as JSON and is set as text, never as markup.

- `drawing`: records to the page.
- `selection`: which actors and lines a page shows, if there are too many for one.
- `areas`: in which order the areas of the page stand.
- `beyond`: what joins the actors who are not shown, counted by their sides.
- `opening`: which kinds of actors and which layers a page opens with.
- `layout`: where the nodes stand.
- `payload`: what the page needs to know, as JSON.
- `modules`: the page's ES modules joined into one script.
- `template`: template, style, scripts and payload joined into one file.
- `notebook`: the page in a notebook, with a still picture beside it.
- `still`: what a page opens with, as a still picture.
- `state_words`: what a page shows when it opens, in one sentence.
- `from_snapshot`: the page of a graph or of a slice of one.
- `from_query`: the page of what a query found.
"""

from kg.view.drawing import Drawn, Look, draw
from kg.view.notebook import iframe

__all__ = ["Drawn", "Look", "draw", "iframe"]
