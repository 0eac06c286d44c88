"""The structure of `kg`: rows of packages, doors of dependencies, no circles, contents, sizes, names."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg import ontology
from tests.conftest import ROOT
from tests.house.modules import MODULES, imported, imports, names_of_modules, package_of

# A package imports only from lower rows, never from its own; imports for the type checker alone count too.
ROWS = (
    {"base"},
    {"model", "ontology"},
    {"annotation", "account"},
    {"evidence", "rdf", "network"},
    {"check", "query", "analysis"},
    {"snapshot", "builder"},
    {"remote"},
    {"history", "sensitivity"},
    {"charts"},
    {"view", "formats", "desk", "report"},
    {"graph", "spark"},
    {"jupyter", "serve"},
    {"cli"},
)

# Each dependency is imported by these packages only (annotations may name its types anywhere). Left out is msgspec,
# the records' base, which has no door.
DOORS = {
    "IPython": {"jupyter"},
    "ahocorasick": {"desk"},
    "anyascii": {"desk"},
    "backports": {"annotation"},
    "cassis": {"formats"},
    "edtf": {"model"},
    "followthemoney": {"formats"},
    "httpx2": {"remote"},
    "jinja2": {"serve"},
    "keyring": {"remote"},
    "lxml": {"desk"},
    "markdown_it": {"report"},
    "matplotlib": {"charts"},
    "mcp": {"serve"},
    "networkit": {"analysis"},
    "networkx": {"analysis", "network", "view"},
    "nltk": {"desk"},
    "openpyxl": {"formats"},
    "pandas": {"query"},
    "polars": {"query"},
    "prometheus_client": {"serve"},
    "py4j": {"spark"},
    "pyarrow": {"formats", "query", "spark"},
    "oxrdflib": {"snapshot"},
    "pypdf": {"desk"},
    "pyoxigraph": {"formats", "ontology", "query", "rdf"},
    "pyspark": {"spark"},
    "pyvis": {"view"},
    "rapidfuzz": {"base"},
    "rdflib": {"query", "snapshot"},
    "regex": {"base"},
    "rich": {"cli"},
    "rocrate": {"formats"},
    "scipy": {"analysis"},
    "starlette": {"serve"},
    "trafilatura": {"desk"},
    "typer": {"cli"},
    "uvicorn": {"serve"},
    "yaml": {"annotation"},
}

# What is tried in an environment of its own (`make ftm spark`), since it is large, or needs a compiler; and what that
# brings and pins itself (`py4j`, through which pyspark reaches Java, and whose errors are caught).
ELSEWHERE = {"followthemoney", "pyspark"}
BROUGHT = {"py4j"}

# What this version of Python never imports: `compression` is the standard library's from 3.14, `backports` before.
OTHER_VERSIONS = {"compression"} if sys.version_info < (3, 14) else {"backports"}

# What no start of the command line may wait for.
HEAVY = (
    "IPython",
    "matplotlib",
    "networkit",
    "networkx",
    "numpy",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "pypdf",
    "pyvis",
    "rdflib",
    "rocrate",
    "scipy",
    "trafilatura",
)

LONGEST_MODULE, LONGEST_FUNCTION = 320, 40


def row_of(package: str) -> int:
    """Give the row of a package; the contents page of `kg` and `kg/demo.py` stand above them all."""
    if package in ("kg", "demo"):
        return len(ROWS)
    rows = [number for number, row in enumerate(ROWS) if package in row]
    assert rows, f"kg.{package} has no row: give it one in tests/house/test_structure.py"
    return rows[0]


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
    extras = project["optional-dependencies"]
    names = ("notebook", "tables", "serve", "remote", "inception", "crate", "desk")
    usable = [text for name in names for text in extras[name]]
    optional = {canonicalize_name(Requirement(text).name) for text in usable}
    assert {Requirement(text).name for name in ("ftm", "spark") for text in extras[name]} - optional == ELSEWHERE
    distributions = importlib.metadata.packages_distributions()
    seen = [found for path in MODULES for found in imports(ast.parse(path.read_text("utf-8")))]
    packages = {found.package for found in seen if not found.is_for_types}
    used = {
        canonicalize_name(distributions[package][0])
        for package in packages - {"kg", "__future__", *ELSEWHERE, *BROUGHT, *OTHER_VERSIONS, *sys.stdlib_module_names}
    }
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
        if isinstance(inner, ast.FunctionDef) and "overload" not in map(ast.unparse, inner.decorator_list)
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
