"""ES modules joined into the one script of a page."""

from __future__ import annotations

import re

import pytest

from kg.view.modules import joined
from kg.view.template import MAIN, own
from tests.conftest import ROOT

WEB = ROOT / "kg" / "view" / "web"


def script(**modules: str) -> str:
    return joined("main.js", {f"{name}.js": text for name, text in modules.items()}.__getitem__)


def refused(**modules: str) -> str:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        script(**modules)
    return str(caught.value)


def test_each_module_comes_once_and_behind_what_it_imports() -> None:
    text = script(
        main='// Start.\nimport { b } from "./b.js";\nimport {\n  a,\n  c,\n} from "./a.js";\n\nb(a, c);\n',
        b='import { a } from "./a.js";\n\nexport function b() {\n  return a;\n}\n',
        a="export const a = 1;\nexport class c {}\nexport async function d() {}\n",
    )
    assert text == (
        '"use strict";\n(() => {\nconst a = 1;\nclass c {}\nasync function d() {}\n'
        "\nfunction b() {\n  return a;\n}\n\n// Start.\n\nb(a, c);\n})();\n"
    )


def test_comments_above_functions_are_left_out_and_no_others() -> None:
    text = script(main='// One.\n// Two.\nconst a = "// no";\n\n// Three.\nif (a) {\n  // Four.\n  a; // five\n}\n')
    left = '// One.\n// Two.\nconst a = "// no";\n\nif (a) {\n  // Four.\n  a; // five\n}\n'
    assert text == f'"use strict";\n(() => {{\n{left}}})();\n'


def test_what_only_the_type_checker_reads_is_left_out() -> None:
    text = script(
        main='/** @import { T } from "./types.js" */\n\n/**\n * Many * lines.\n */\nconst a = /** @type {T} */ (1);\n'
    )
    assert text == '"use strict";\n(() => {\nconst a = /** @type {T} */ (1);\n})();\n'


def test_a_circle_is_refused() -> None:
    names = ("main", "a", "b")
    circle = {
        name: f'import {{ x }} from "./{other}.js";\n' for name, other in zip(names, ("a", "b", "a"), strict=True)
    }
    assert refused(**circle) == "modules import each other in a circle: a.js -> b.js -> a.js"


def test_what_is_not_there_cannot_be_imported() -> None:
    assert refused(main='import { a } from "./gone.js";\n') == "main.js: there is no module gone.js"


HINT = 'write `import { name } from "./module.js";`, and `export` before function, class or const'


@pytest.mark.parametrize(
    "form",
    [
        'import a from "./a.js";', 'import * as a from "./a.js";', 'import "./a.js";', 'import { a } from "a";',
        "import { a } from './a.js';", "export default a;", "export { a };", 'export * from "./a.js";', "export let a;",
    ],
)  # fmt: skip
def test_other_forms_are_refused_at_their_line(form: str) -> None:
    text = f'import {{\n  b,\n}} from "./b.js";\n\n{form}\n'
    assert refused(main=text, b="export const b = 1;\n") == f"main.js:5: `{form}` is not read here: {HINT}"


def test_a_renamed_import_is_refused() -> None:
    text = 'import { a as b } from "./a.js";'
    assert refused(main=f"{text}\n", a="export const a = 1;\n") == f"main.js:1: `{text}` is not read here: {HINT}"


def test_a_module_that_is_loaded_while_the_page_runs_is_refused() -> None:
    assert refused(main='\nconst a = import("./a.js");\n').startswith('main.js:2: `import("./a.js");` is not read here')


def test_two_modules_may_not_give_one_name() -> None:
    text = refused(main='import { a } from "./a.js";\n\nconst b = a;\n', a="const b = 1;\nexport const a = b;\n")
    assert text == "main.js: `b` is also a name in a.js: call one of them otherwise"


def test_the_page_is_made_of_all_its_modules_but_the_types() -> None:
    text = joined(MAIN, own)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    heads = {path.name: path.read_text("utf-8").splitlines()[0] for path in sorted(WEB.glob("*.js"))}
    assert [name for name, head in heads.items() if f"{head}\n" not in text] == ["types.js"]
