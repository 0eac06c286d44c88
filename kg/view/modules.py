"""ES modules to one script that a page can carry in itself, where nothing can be imported."""

from __future__ import annotations

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import \{\s*\w+(?:,\s*\w+)*,?\s*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.MULTILINE)
_TYPES = re.compile(r"^ */\*\*(?:[^*]|\*(?!/))*\*/\n", re.MULTILINE)
_HEAD = re.compile(r"(?://.*\n)+")
_COMMENTS = re.compile(r"^//.*\n", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) (\w+)", re.MULTILINE)


def joined(main: str, read: Callable[[str], str]) -> str:
    r"""Join a module with all that it imports, each behind what it imports itself.

    The modules come to stand in one scope: the lines that import go, the word `export` goes, and every name at the
    top of a module must be the only one of its kind. Comments for the type checker go too, and those at the beginning
    of a line, but for what a module begins with: a page need not carry what is said of each function.

    Parameters
    ----------
    main
        Name of the module that starts the script.
    read
        Gives the text of a module by its name.

    Returns
    -------
    str
        A script that is strict and leaves no name outside.

    Raises
    ------
    ValueError
        Modules import each other in a circle; a module is not there; an import or export has a form that is not
        read here; or two modules give something the same name.

    >>> modules = {"a.js": 'import { b } from "./b.js";\nb();\n', "b.js": "export const b = () => 1;\n"}
    >>> print(joined("a.js", modules.__getitem__))
    "use strict";
    (() => {
    const b = () => 1;
    <BLANKLINE>
    b();
    })();
    <BLANKLINE>
    """
    scripts: dict[str, str] = {}
    _collect(main, read, (), scripts)
    owner: dict[str, str] = {}
    for name, script in scripts.items():
        for found in _NAME.findall(script):
            if found in owner:
                raise ValueError(f"{name}: `{found}` is also a name in {owner[found]}: call one of them otherwise")
            owner[found] = name
    return '"use strict";\n(() => {\n' + "\n".join(scripts.values()) + "})();\n"


def _collect(name: str, read: Callable[[str], str], above: tuple[str, ...], scripts: dict[str, str]) -> None:
    """Add a module to the scripts, after those that it imports."""
    if name in above:
        raise ValueError(f"modules import each other in a circle: {' -> '.join((*above[above.index(name) :], name))}")
    if name in scripts:
        return
    try:
        text = read(name)
    except (KeyError, FileNotFoundError):
        raise ValueError(f"{above[-1]}: there is no module {name}" if above else f"no module {name}") from None
    for imported in _IMPORT.findall(text):
        _collect(imported, read, (*above, name), scripts)
    scripts[name] = _plain(name, text)


def _plain(name: str, text: str) -> str:
    """Take out of a module what only modules may say, and comments, but for what it begins with."""
    # A removed import leaves its line ends, so that the place of what is refused can be told.
    text = _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = _EXPORT.sub("", text)
    if other := _OTHER.search(text):
        line = text.count("\n", 0, other.start()) + 1
        hint = 'write `import { name } from "./module.js";`, and `export` before function, class or const'
        raise ValueError(f"{name}:{line}: `{other[0]}` is not read here: {hint}")
    head = _HEAD.match(text)
    begun = head.end() if head else 0
    said = text[:begun] + _COMMENTS.sub("", _TYPES.sub("", text[begun:]))
    return re.sub(r"\n{3,}", "\n\n", said).lstrip("\n")
