"""What leads to what, in an order in which everything comes after what it leads to: also where ways go in circles.

networkx has this too. It is not used here, since every verb would wait for its import, and since what is known of one
start is kept for the next: the property test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator


def components(start: str, targets: Callable[[str], Iterable[str]], known: Container[str]) -> Iterator[list[str]]:
    """Follow ways from a thing to all that they lead to, without recursion and looking at each only once.

    Parameters
    ----------
    start
        Where the ways begin.
    targets
        What each thing leads to.
    known
        What is not to be entered; the caller adds the members of each component once it is given.

    Yields
    ------
    list
        A thing that is on no circle, or all that are on circles with each other, once all that they lead to has been
        given: strongly connected components, the furthest first.

    Source: Robert Tarjan, Depth-First Search and Linear Graph Algorithms, SIAM Journal on Computing 1 (1972).

    >>> known = set()
    >>> for members in components("a", {"a": "bc", "b": "d", "c": "d", "d": "bx", "x": ""}.__getitem__, known):
    ...     known.update(members)
    ...     print(members)
    ['x']
    ['b', 'd']
    ['c']
    ['a']
    """
    if start in known:
        return
    entered, back = {start: 0}, {start: 0}  # when each was entered, and the earliest to which a way leads back
    way, waiting = [start], [(start, iter(targets(start)))]
    while waiting:
        at, left = waiting[-1]
        target = next((its for its in left if its not in known), None)
        if target is None:
            waiting.pop()
            if waiting:
                back[waiting[-1][0]] = min(back[waiting[-1][0]], back[at])
            if back[at] == entered[at]:
                members = [way.pop()]
                while members[-1] != at:
                    members.append(way.pop())
                yield members[::-1]
        elif target in entered:
            back[at] = min(back[at], entered[target])
        else:
            entered[target] = back[target] = len(entered)
            way.append(target)
            waiting.append((target, iter(targets(target))))
