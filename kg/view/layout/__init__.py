"""Where the nodes of a page stand.

- `areas`: areas side by side, actors in rows inside them.
- `grid`: the places inside one area, and who takes which.
- `untangle`: places exchanged until lines are short and cross little.
"""
