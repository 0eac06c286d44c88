"""What every test may ask for: golden files, the texts beside the project, a browser, other hash seeds."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

import kg
from kg.cli.new_project import start
from kg.graph.graph import Graph
from tests.examples import PROFILE, SOAK

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden"
CHROMIUM = Path("/usr/bin/chromium")
SPARK = ROOT / ".venv-spark" / "bin" / "python"
FLAGS = (
    "--no-sandbox",  # runs as root in a container, on pages that the tests themselves wrote
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Where this process was started in the background, the shell has told it to ignore Ctrl-C, which some tests press.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SOON = 20  # seconds, for what takes less than one unless the machine is very busy, and minutes where it is done wrongly
SEEDS = ("0", "1", "4711")

# The home folder may be empty or unwritable: whatever a library wants to keep, it keeps in the project.
CACHE = ROOT / ".cache"
for name in (
    "HYPOTHESIS_STORAGE_DIRECTORY", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
):  # fmt: skip
    os.environ.setdefault(name, str(CACHE / name.lower()))
os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")  # jupyter_core warns where it is not set
os.environ.setdefault("MPLBACKEND", "agg")

# Derandomised: the same examples on every run. `make soak` looks further, with new ones every time.
settings.register_profile("house", derandomize=True, deadline=None)
settings.register_profile(SOAK, max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile(PROFILE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ from what comes out now")


def missing(what: str, reason: str) -> None:
    """Skip the test with its reason, or fail it where `KG_REQUIRE` asks for the thing by name."""
    if what in os.environ.get("KG_REQUIRE", "").split(","):
        pytest.fail(f"{reason} (KG_REQUIRE asks for: {what})")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project that holds the articles' texts: not everyone may have them."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        missing("shared", "the articles' texts are not here: no ../shared/articles")
    return folder


@pytest.fixture(scope="session")
def spark() -> Path:
    """The Python that has Spark, an environment of its own: what runs on Spark is started as another process."""
    if not SPARK.with_name("spark-submit").is_file():
        missing("spark", "Spark is not here: no .venv-spark (`make spark`)")
    if shutil.which("java") is None:
        missing("spark", "Spark has no Java here (apt-get install openjdk-17-jre-headless, or a newer one)")
    return SPARK


# Small and quiet, and on this machine alone: workers else bind the address of the machine. All that Spark writes beside
# what it is asked for lies in a folder of the test, where else it would stay in the system's temporary folder. Java is
# not made ready for hours of work, nor for many cores, as in `tests.spark.server`: of a minute's work that is much.
SPARK_DEFAULTS = """
spark.ui.enabled                 false
spark.driver.memory              1g
spark.driver.host                127.0.0.1
spark.driver.bindAddress         127.0.0.1
spark.sql.shuffle.partitions     4
spark.driver.extraJavaOptions    -Djava.io.tmpdir={temporary} -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions  -Djava.io.tmpdir={temporary} -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


def environment_of_spark(folder: Path) -> dict[str, str]:
    """Give what is set for a process that runs Spark: it keeps its settings and its temporary files in the folder."""
    temporary, settings_of_it = folder / "temporary", folder / "conf"
    for its in (temporary, settings_of_it):
        its.mkdir(parents=True, exist_ok=True)
    (settings_of_it / "spark-defaults.conf").write_text(SPARK_DEFAULTS.format(temporary=temporary), "utf-8")
    return {
        **os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": str(SPARK), "PYSPARK_DRIVER_PYTHON": str(SPARK),
        "SPARK_CONF_DIR": str(settings_of_it), "SPARK_LOCAL_DIRS": str(temporary), "SPARK_LOCAL_IP": "127.0.0.1",
        "TMPDIR": str(temporary),
    }  # fmt: skip


@pytest.fixture(scope="session")
def spark_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give what is set for all processes of Spark that may share a folder."""
    return environment_of_spark(tmp_path_factory.mktemp("spark"))


@dataclasses.dataclass(frozen=True)
class Golden:
    """Compares a text with the file of that name under tests/golden/, or rewrites the file."""

    update: bool

    def __call__(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if not path.is_file():
            pytest.fail(f"no tests/golden/{name}: write it by hand, or run pytest with --update-golden and read it")
        assert text == path.read_bytes().decode(), f"differs from tests/golden/{name}"


def started(folder: Path, base: str = "https://example.org/p/") -> Path:
    """Make the project that `kg init` makes, and build it."""
    start(folder, base)
    kg.build(folder)
    return folder


def copied(project: Path, folder: Path) -> Path:
    """Copy a project's inputs, so that tests that run side by side do not build in one place."""
    for name in ("sources", "ontology"):
        shutil.copytree(project / name, folder / name)
    shutil.copy(project / "kg.toml", folder)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the two articles, built once for all tests that only ask it."""
    return kg.build(copied(ROOT, tmp_path_factory.mktemp("demo")))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=bool(request.config.getoption("--update-golden")))


def same_under_any_hash_seed(*arguments: str | Path, cwd: Path = ROOT) -> bytes:
    """Run Python with these arguments under several hash seeds; the bytes it prints, which must not differ."""
    printed = []
    for seed in SEEDS:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, cwd=cwd, env=environment)
        assert done.returncode == 0, done.stderr.decode()
        printed.append(done.stdout)
    assert printed[1:] == printed[:-1], f"the output depends on PYTHONHASHSEED (tried {', '.join(SEEDS)})"
    return printed[0]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, with a fresh profile."""
    if not CHROMIUM.exists():
        missing("browser", f"no browser: {CHROMIUM} is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@dataclasses.dataclass(frozen=True)
class Tab:
    """A page whose every request, console error and uncaught exception is written down."""

    page: Page
    requests: list[str] = dataclasses.field(default_factory=list)
    errors: list[str] = dataclasses.field(default_factory=list)

    def forget(self) -> None:
        """Start counting anew, after a test has looked at what it provoked."""
        self.requests.clear()
        self.errors.clear()

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))


@contextlib.contextmanager
def open_tab(browser: Browser, *allowed: str, **options: object) -> Iterator[Tab]:
    """Open a tab in a context of its own, offline but for files and for addresses that begin with one of `allowed`.

    Whatever else the page asks for is refused and counted in `requests`. The options are those of
    Playwright's `new_context`: viewport, color_scheme and so on.
    """
    context: BrowserContext = browser.new_context(offline=not allowed, **options)  # type: ignore[arg-type]  # passed on
    tab = Tab(context.new_page())

    def judge(route: Route) -> None:
        address = route.request.url
        if address.startswith(("file:", "data:", "blob:", *allowed)):
            route.continue_()
        else:
            tab.requests.append(address)
            route.abort()

    context.route("**/*", judge)
    yield tab
    context.close()


OpenTab = Callable[..., contextlib.AbstractContextManager[Tab]]


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Give a quiet tab: once the test is over, nothing may have been asked for and no error shown."""
    with open_tab(browser, viewport={"width": 1280, "height": 800}) as quiet:
        yield quiet
        assert quiet.requests == [], "the page asked a host for something"
        assert quiet.errors == [], "the page's console shows errors"


@pytest.fixture
def page(tab: Tab) -> Page:
    """The page of `tab`, where a test needs nothing else."""
    return tab.page


@pytest.fixture(scope="session")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the worked example, built in a folder of its own."""
    return kg.build(copied(ROOT / "tests" / "projects" / "strait", tmp_path_factory.mktemp("strait")))
