"""One self-contained HTML page in which every line opens its evidence: it asks no host for anything, ever.

The page carries the claims and works out the account by the rule; Python gives it the words, the sentences and the
places. The picture is drawn by vis-network, as pyvis's wheel carries it. Whatever comes from sources reaches the page
as JSON and is set as text, never as markup.

- `drawing`: records to the page.
- `selection`: which actors and lines a page can show at once.
- `layout`: where the nodes stand.
- `payload`: what the page needs to know, as JSON.
- `modules`: the page's ES modules joined into one script.
- `template`: template, style, scripts and payload joined into one file.
- `from_query`: the page of what a query found.
"""

from kg.view.drawing import Drawn, Look, draw, iframe, page

__all__ = ["Drawn", "Look", "draw", "iframe", "page"]
