"""The board in a real browser: it fits a narrow screen, the keyboard does all of it, axe-core finds nothing serious.

``.ci/browser`` runs these where Chromium can be had; elsewhere they are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from web_cases import PATIENT

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("KIEMDINH_CHROMIUM") or shutil.which("chromium")
AXE = os.environ.get("KIEMDINH_AXE", "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
BINH_AN = "/schools/79-769-501"
PAGES = ["/", "/?criterion=3.5&goal=muc-2", BINH_AN, f"{BINH_AN}/findings?criterion=3.5", f"{BINH_AN}/figures"]
PAGES += [f"{BINH_AN}/report", "/no"]
WIDTHS = [360, 768, 1280]
HOSTILE = """\
school: {id: X, name: "<script>document.title='run'</script><img src=x onerror=alert(1)>", stages: [thcs]}
framework: vn.tt57-2026.pho-thong
date: 2027-06-30
findings: {"1.2": {is: muc-1, why: "<img src=x onerror=alert(2)>"}}
external: {"1.2": {is: muc-2, why: "Đã xem"}}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    (folder / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    example, table = ROOT / "examples" / "thcs-binh-an" / "dossier.yaml", ROOT / "examples" / "tinh-mau"
    loads = [f"--load={path}" for path in (example, table / "schools.csv", folder / "hostile.yaml")]
    tables = [f"--columns={table / 'columns.yaml'}", f"--register={table / 'register.csv'}", "--on=2027-06-30"]
    options = ["--framework=vn.tt57-2026.pho-thong", "--user=hong", f"--port={port}", "--lang=vi"]
    command = [sys.executable, "-m", "kiemdinh", "serve", f"--store={folder / 'board.db'}", *loads, *tables, *options]
    server = subprocess.Popen(command)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        while "notice pending" in wait_for(f"http://127.0.0.1:{port}/", server):
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENT)


def wait_for(address, server):
    while server.poll() is None:
        try:
            with urlopen(address, timeout=PATIENT) as answer:  # noqa: S310 - it is our own server
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    return pytest.fail("the server has ended")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        try:
            opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except playwright.Error as error:
            pytest.skip(f"there is no Chromium: {error.message.splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="vi-VN")
    context.set_default_timeout(1_000 * PATIENT)
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text))
    opened.on("dialog", lambda shown: opened.complaints.append(shown.message))
    yield opened
    context.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_and_a_browser_complains_of_nothing(page, width, lang):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("html").get_attribute("lang") == lang
        assert [one for one in page.complaints if "404" not in one] == []


@pytest.mark.skipif(not Path(AXE).is_file(), reason="KIEMDINH_AXE names no file of axe-core")
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious(page, width, lang):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert find_serious(page) == [], path


@pytest.mark.skipif(not Path(AXE).is_file(), reason="KIEMDINH_AXE names no file of axe-core")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_nothing_serious_where_something_is_wrong_or_supposed(page, lang):
    page.goto(f"{BINH_AN}/figures?lang={lang}")
    page.locator("[name='is:data_on_time']").fill("inf")
    with page.expect_navigation():
        page.locator("form.edit button").click()
    page.wait_for_selector("[role=alert]")
    assert page.locator("[aria-invalid=true]").count() == 1
    assert find_serious(page) == []
    page.goto(f"{BINH_AN}?lang={lang}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.locator("[name='set:input:data_on_time']").fill("90/96")
    with page.expect_navigation():
        page.locator(".whatif button").click()
    page.wait_for_selector(".supposed")
    assert find_serious(page) == []


def find_serious(page):
    """Return what axe-core finds on a page with everything opened that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run().then(done => done.violations)")
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_a_supposition_by_the_keyboard_alone(page):
    page.goto(BINH_AN)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    focus_by_tab(page, "document.activeElement.tagName == 'SUMMARY'")
    page.keyboard.press("Enter")
    focus_by_tab(page, "document.activeElement.name == 'set:1.2'")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    focus_by_tab(page, "document.activeElement.type == 'submit'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Đạt Mức 1 →" in page.locator(".supposed .change").inner_text()
    assert "Đạt Mức 2" in page.locator(".supposed .change strong").inner_text()
    assert "Giả sử" in page.locator(".supposed .tag").inner_text()
    page.goto(BINH_AN)
    assert page.locator(".hero .level").inner_text() == "Đạt Mức 1"


def focus_by_tab(page, is_there):
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(is_there):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"the keyboard does not get there: {is_there}")


def test_a_finding_by_the_keyboard_alone_and_its_log(page):
    page.goto("/schools/SYN-003/findings?criterion=1.1")
    focus_by_tab(page, "document.activeElement.name == 'is:1.1'")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    focus_by_tab(page, "document.activeElement.name == 'why:1.1'")
    page.keyboard.insert_text("Đã bổ sung kế hoạch")
    focus_by_tab(page, "document.activeElement.type == 'submit'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[role=status]").inner_text() == "Đã lưu."
    latest = page.locator(".log > li").first.inner_text()
    assert "hong" in latest
    assert "Đã bổ sung kế hoạch" in latest


def test_a_figure_by_the_keyboard_alone_and_its_log(page):
    page.goto("/schools/SYN-004/figures")
    focus_by_tab(page, "document.activeElement.name == 'is:data_on_time'")
    page.keyboard.insert_text("92/96")
    focus_by_tab(page, "document.activeElement.tagName == 'SUMMARY'")
    page.keyboard.press("Enter")
    focus_by_tab(page, "document.activeElement.name == 'why:data_on_time'")
    page.keyboard.insert_text("Theo sổ theo dõi")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[role=status]").inner_text() == "Đã lưu."
    latest = page.locator(".log > li").first.inner_text()
    assert "92/96" in latest
    assert "Theo sổ theo dõi" in latest


def test_two_heads_at_once_lose_nothing(page):
    other = page.context.new_page()
    path = "/schools/SYN-005/findings?criterion=1.1"
    for one in (page, other):
        one.goto(path)
    other.locator("[name='why:1.1']").fill("Của Lan")
    with other.expect_navigation():
        other.get_by_role("button", name="Lưu").click()
    page.locator("[name='why:1.1']").fill("Của Hồng")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu").click()
    assert "Có người vừa sửa trường này" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name='why:1.1']").input_value() == "Của Hồng"
    assert "Của Lan" in page.locator(".conflict").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu phần tôi đã sửa").click()
    assert "Của Hồng" in page.locator(".log > li").first.inner_text()


def test_filters_and_drill_down_without_scripts(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(1_000 * PATIENT)
    page = context.new_page()
    page.goto("/")
    page.locator("[name=area]").select_option("M02")
    with page.expect_navigation():
        page.get_by_role("button", name="Lọc").click()
    assert "28 trường" in page.locator(".head .sub").inner_text()
    with page.expect_navigation():
        page.locator(".heatmap td.all a").first.click()
    assert "tiêu chí 1.1" in page.locator("p.notice").inner_text()
    with page.expect_navigation():
        page.locator(".cards tbody th a").first.click()
    assert page.locator(".hero .level").count() == 1
    context.close()


def test_what_a_name_has_in_it_does_not_run(page):
    for path in ("/?find=script", "/schools/X", "/schools/X/findings?criterion=1.2", "/schools/X/report"):
        page.goto(path)
        assert page.title() != "run"
        # The report has one image of its own, the picture of the gap.
        others = "main img:not([src*='picture.svg']), main script"
        assert page.locator(others).count() == 0
    assert page.complaints == []


def test_the_report_is_printed_on_a4(page):
    page.goto(f"{BINH_AN}/report")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^]]*)\]", printed)}
    assert {(round(width), round(height)) for _, _, width, height in boxes} == {(595, 842)}
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
