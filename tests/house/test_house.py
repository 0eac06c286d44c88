"""The house rules: layers, doors, sizes, gates, and what may not stand in the repository."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg import ontology
from tests.conftest import ROOT

# A package imports only from lower rows, never from its own; imports for the type checker alone count too.
ROWS = (
    {"base"},
    {"model", "ontology"},
    {"annotation", "account"},
    {"evidence", "rdf", "network"},
    {"check", "query", "analysis"},
    {"snapshot", "builder"},
    {"history", "sensitivity"},
    {"charts"},
    {"view", "formats", "report"},
    {"graph"},
    {"jupyter"},
    {"cli"},
)

# Each dependency is imported by these packages only (annotations may name its types anywhere). Left out is msgspec,
# the records' base, which has no door.
DOORS = {
    "IPython": {"jupyter"},
    "backports": {"annotation"},
    "edtf": {"model"},
    "matplotlib": {"charts"},
    "networkit": {"analysis"},
    "networkx": {"analysis", "formats", "network", "view"},
    "pandas": {"query"},
    "polars": {"query"},
    "pyarrow": {"query"},
    "oxrdflib": {"snapshot"},
    "pyoxigraph": {"formats", "ontology", "query", "rdf"},
    "pyvis": {"view"},
    "rapidfuzz": {"base"},
    "rdflib": {"query", "snapshot"},
    "rich": {"cli"},
    "typer": {"cli"},
    "yaml": {"annotation"},
}

# What this version of Python never imports: `compression` is the standard library's from 3.14, `backports` before.
OTHER_VERSIONS = {"compression"} if sys.version_info < (3, 14) else {"backports"}

# What is used without being imported: networkx looks for it by itself.
BY_NAME = {"scipy": "nx.pagerank"}

# What no start of the command line may wait for.
HEAVY = ("IPython", "matplotlib", "networkit", "networkx", "numpy", "pandas", "polars", "pyvis", "rdflib", "scipy")

LONGEST_MODULE, LONGEST_FUNCTION, WORDS_IN_A_ROW = 320, 40, 9
MADE = re.compile(r"^(\.venv.*|\.cache|\.git|\.\w+_cache|build|dist|__pycache__|\.ipynb_checkpoints)$")

MODULES = sorted((ROOT / "kg").rglob("*.py"))
names_of_modules = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


def row_of(package: str) -> int:
    """Give the row of a package; the contents page of `kg` and `kg/demo.py` stand above them all."""
    if package in ("kg", "demo"):
        return len(ROWS)
    rows = [number for number, row in enumerate(ROWS) if package in row]
    assert rows, f"kg.{package} has no row: give it one in tests/house/test_house.py"
    return rows[0]


def package_of(path: Path) -> str:
    """Name the package of `kg` to which a file belongs."""
    first = path.relative_to(ROOT / "kg").parts[0]
    return "kg" if first == "__init__.py" else first.removesuffix(".py")


class Import(NamedTuple):
    """One imported name: the top package, and for ours the module below it."""

    package: str
    module: str
    line: int
    is_for_types: bool


def imports(tree: ast.AST, is_for_types: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        for name in imported(node):
            package, _, rest = name.partition(".")
            module = rest.partition(".")[0]
            is_ours = (ROOT / "kg" / module).is_dir() or (ROOT / "kg" / f"{module}.py").is_file()
            yield Import(package, module if is_ours and module else "kg", getattr(node, "lineno", 0), is_for_types)
        guards = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        yield from imports(node, is_for_types or guards)


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: say `from kg.x import y`, not `from .x import y`"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def files() -> list[Path]:
    """List the project's own files, without what was made."""

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if not MADE.match(path.name):
                yield from walk(path) if path.is_dir() else [path]

    return list(walk(ROOT))


def texts() -> Iterator[tuple[str, str]]:
    """Give each file that is text, by its name; the faulty files under tests/ may be in any encoding."""
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", "replace")


@names_of_modules
def test_a_package_imports_only_from_lower_rows(path: Path) -> None:
    package = package_of(path)
    found = {seen for seen in imports(ast.parse(path.read_text("utf-8"))) if seen.package == "kg"}
    upward = sorted(
        f"line {seen.line}: kg.{package} may not import kg.{seen.module}"
        for seen in found
        if seen.module != package and row_of(seen.module) >= row_of(package)
    )
    assert upward == []


def modules_imported(path: Path) -> set[str]:
    """Name the modules of `kg` that a module imports, for its types or to run, when it starts or later."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for name in imported(node):
            parts = name.split(".")
            while parts and (ROOT / Path(*parts)).with_suffix(".py").is_file() is False:
                parts.pop()  # what is imported from a module, or a package
            found.add(".".join(parts))
    return found - {""}


def test_no_modules_import_each_other_in_a_circle() -> None:
    paths = [path for path in MODULES if path.name != "__init__.py"]
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    graph = {name: modules_imported(path) & names.keys() for name, path in names.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


PACKAGES = sorted(path for path in (ROOT / "kg").rglob("__init__.py") if path.parent.name != "kg")
names_of_packages = pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)


def rooms(package: Path) -> set[str]:
    """Name the modules and packages inside a package."""
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    return modules | {path.parent.name for path in package.glob("*/__init__.py")}


@names_of_packages
def test_a_package_has_a_table_of_contents(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    told = re.findall(r"^- `(\w+)`: ", ast.get_docstring(tree) or "", re.MULTILINE)
    assert sorted(told) == sorted(rooms(path.parent))
    code = [node for node in tree.body[1:] if not isinstance(node, ast.Import | ast.ImportFrom | ast.If)]
    assert [ast.unparse(node) for node in code if not isinstance(node, ast.Assign | ast.AnnAssign)] == []


@names_of_packages
def test_no_module_bears_the_name_of_a_function_that_its_package_exports(path: Path) -> None:
    name = ".".join(path.parent.relative_to(ROOT).parts)
    package = importlib.import_module(name)
    modules = {its.stem for its in path.parent.glob("*.py")} | {its.parent.name for its in path.parent.glob("*/*.py")}
    assert [
        each for each in getattr(package, "__all__", ()) if each in modules and callable(getattr(package, each))
    ] == []


@names_of_modules
def test_a_dependency_is_imported_only_through_its_door(path: Path) -> None:
    package = package_of(path)
    found = {seen for seen in imports(ast.parse(path.read_text("utf-8"))) if not seen.is_for_types}
    known = {"kg", "msgspec", "__future__", *OTHER_VERSIONS, *sys.stdlib_module_names}
    foreign = {seen for seen in found if seen.package not in known}
    wrong = sorted(
        f"line {seen.line}: {seen.package} is not for kg.{package}"
        for seen in foreign
        if package not in DOORS.get(seen.package, set())
    )
    assert wrong == []


def test_what_is_declared_is_used_and_what_is_used_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [Requirement(text) for text in project["dependencies"]]
    declared = {canonicalize_name(its.name) for its in required if its.marker is None or its.marker.evaluate()}
    optional = {canonicalize_name(Requirement(text).name) for text in project["optional-dependencies"]["notebook"]}
    distributions = importlib.metadata.packages_distributions()
    seen = [found for path in MODULES for found in imports(ast.parse(path.read_text("utf-8")))]
    packages = {found.package for found in seen if not found.is_for_types}
    used = {
        canonicalize_name(distributions[package][0])
        for package in packages - {"kg", "__future__", *OTHER_VERSIONS, *sys.stdlib_module_names}
    }
    code = "".join(path.read_text("utf-8") for path in MODULES)
    used |= {canonicalize_name(name) for name, spelled in BY_NAME.items() if spelled in code}
    assert used - declared - optional == set(), "imported, but not in pyproject.toml"
    assert declared - used == set(), "in pyproject.toml, but not used"


@pytest.mark.parametrize(
    "start",
    ["import kg", "import sys; sys.argv = ['kg', '--help']; from kg.cli.main import main; main()"],
    ids=["import", "help"],
)
def test_no_start_waits_for_a_heavy_module(start: str) -> None:
    program = (
        f"import sys\ntry:\n    {start}\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print(sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "[]\n"


@names_of_modules
def test_a_reader_can_hold_a_module_in_the_head(path: Path) -> None:
    text = path.read_text("utf-8")
    too_long = [f"{text.count(chr(10))} lines"] if text.count("\n") > LONGEST_MODULE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            size = (node.end_lineno or 0) - body[0].lineno + 1
            too_long += [f"line {node.lineno}: {node.name} has {size} lines"] if size > LONGEST_FUNCTION else []
    assert too_long == []


@names_of_modules
def test_what_is_public_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "no module docstring"
    outer = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    methods = [
        inner
        for node in outer
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for inner in node.body
        if isinstance(inner, ast.FunctionDef)
    ]
    silent = [node.name for node in outer + methods if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []


@pytest.fixture(scope="module")
def domain() -> set[str]:
    its = ontology.load(ROOT / "ontology")
    return {*its.types, *its.roles, *its.edges, *its.concepts}


@names_of_modules
def test_no_python_names_a_fact_type_a_role_an_edge_or_a_concept(path: Path, domain: set[str]) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    exports = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    exported = {id(node) for each in exports for node in ast.walk(each)}  # names of our own functions
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in exported]
    assert [f"line {node.lineno}: {node.value}" for node in texts if node.value in domain] == []


FAULTS = {
    "ANN201": 'def give():\n    """Give."""\n    return 1\n',
    "B006": 'def give(one: list[int] = []) -> list[int]:\n    """Give."""\n    return one\n',
    "C408": "NAMES = dict()\n",
    "C901": 'def give(n: int) -> None:\n    """Give."""\n'
    + "".join(f"    if n == {i}:\n        n += 1\n" for i in range(12)),
    "D103": "def give() -> int:\n    return 1\n",
    "E711": "NAME = 'a'\nIS_NONE = NAME == None\n",
    "ERA001": "# give = print(1)\n",
    "F401": "import json\n",
    "I001": "import re\nimport json\n\nprint(re, json)\n",
    "N806": 'def give() -> int:\n    """Give."""\n    Name = 1\n    return Name\n',
    "PLR0913": 'def give(a: int, b: int, c: int, d: int, e: int, f: int) -> None:\n    """Give."""\n',
    "PT018": "def test_give() -> None:\n    assert 1 and 2\n",
    "PTH123": 'TEXT = open("a").read()\n',
    "RET505": 'def give(n: int) -> int:\n    """Give."""\n    if n:\n        return 1\n    else:\n        return 2\n',
    "RUF005": "NAMES = [1] + [2, *[3]]\n",
    "SIM102": 'def give(a: int, b: int) -> None:\n    """Give."""\n    if a:\n        if b:\n            give(b, a)\n',
    "T201": 'print("given")\n',
    "UP006": "from typing import List\n\nNAMES: List[int] = []\n",
    "W605": 'NAME = "\\d"\n',
}


@pytest.mark.parametrize("code", FAULTS)
def test_the_lint_table_is_read(code: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=json", "--stdin-filename"]
    name = "tests/test_fault.py" if code.startswith("PT0") else "kg/fault.py"
    done = subprocess.run(
        [*command, name, "-"], input=FAULTS[code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 1, done.stderr
    assert code in {fault["code"] for fault in json.loads(done.stdout)}


def test_the_type_checker_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "fault.py"
    path.write_text("def give(one):\n    return one\n")
    settings = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    command = [sys.executable, "-m", "mypy", *settings, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stderr
    assert "Function is missing a type annotation  [no-untyped-def]" in done.stdout


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match=r"^odd$"):
        warnings.warn("odd", UserWarning, stacklevel=1)


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + WORDS_IN_A_ROW]) for start in range(len(words) - WORDS_IN_A_ROW + 1)}


def test_no_sentence_of_the_articles_is_in_the_repository(shared: Path) -> None:
    articles = [path.read_text("utf-8") for path in sorted((shared / "articles").glob("*.txt"))]
    assert articles
    titles = {run for text in articles for run in runs(text.strip().splitlines()[0])}
    known = {run for text in articles for run in runs(text)} - titles
    copied = [f"{name}: {' '.join(min(runs(text) & known))}" for name, text in texts() if runs(text) & known]
    assert copied == []


def test_no_path_of_one_machine_is_in_the_repository() -> None:
    places = re.compile(r"(?<![\w.])/(home|root|work|Users|mnt)/\w|\b[A-Z]:\\Users", re.MULTILINE)
    own = re.compile(rf"(?<![\w.]){re.escape(str(ROOT))}\b")
    found = [name for name, text in texts() if places.search(text) or own.search(text)]
    assert found == []


def test_the_lock_names_versions_only_and_leaves_nothing_out() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert [str(pin) for pin in pins if pin.url or not str(pin.specifier).startswith("==")] == []
    locked = {canonicalize_name(pin.name): pin.specifier for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = [text for extra in project["optional-dependencies"].values() for text in extra]
    wanted, todo = set(), [Requirement(text) for text in project["dependencies"] + optional]
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in wanted and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            wanted.add(name)
            if name in locked and importlib.metadata.version(name) in locked[name]:  # `make lowest` has others
                todo += map(Requirement, importlib.metadata.requires(name) or [])
    assert wanted - set(locked) == set()


def test_one_version_is_told_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == version
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_notebooks_are_stored_without_outputs() -> None:
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert paths
    cells = [(path.name, cell) for path in paths for cell in json.loads(path.read_text("utf-8"))["cells"]]
    code = [(name, cell) for name, cell in cells if cell["cell_type"] == "code"]
    assert [
        (name, "".join(cell["source"])) for name, cell in code if cell["outputs"] or cell["execution_count"] is not None
    ] == []
