"""Hostile markdown in a note and in an answer (F2): shown as text, does nothing, loads nothing."""

import re

import pytest
from playwright.sync_api import Locator, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import Visit
from tests.support.scripted_model import Calls, Text

HOSTILE = r"""# Hostile

<script>window.had = "script"</script>
<img src=x onerror="window.had = 'onerror'">
<svg onload="window.had = 'svg'"><script>window.had = 'svg script'</script></svg>
<iframe src="https://evil.example/frame" srcdoc="<script>top.had='srcdoc'</script>"></iframe>
<style>body { background: url(https://evil.example/style.png) }</style>
<form action="https://evil.example/form"><input name="q">
<button autofocus onfocus="window.had='focus'">Go</button></form>
<object data="https://evil.example/object"></object><embed src="https://evil.example/embed">
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.had='mxss'&gt;">
<details open ontoggle="window.had='toggle'"><summary>s</summary></details>
<a href="https://evil.example/" target="_self" onclick="window.had='click'">html link</a>

[script link](javascript:window.had='link')
[spaced link](java&#x0A;script:window.had='spaced')
[upper link](JaVaScRiPt:window.had='upper')
[data link](data:text/html,<script>opener.had='data'</script>)
[vb link](vbscript:msgbox)
[file link](file:///etc/passwd)
[relative protocol](//evil.example/x)
[login link](https://good.example@evil.example/)
[good.example](https://evil.example/looks-like)
[quoted](https://evil.example/" onmouseover="window.had='quote')
<javascript:window.had='auto'>
[reference][ref]

[ref]: javascript:window.had='reference'

![tracker](https://evil.example/pixel.png)
![data picture](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)
![broken" onerror="window.had='alt'](x)
[![nested](https://evil.example/nested.png)](javascript:window.had='nested')

[[<img src=x onerror=window.had='wiki'>|<b onmouseover=window.had='label'>label</b>]]

```html" onmouseover="window.had='fence'
<script>window.had = "fence"</script>
```

| a<script>window.had='cell'</script> | `<img src=x onerror=window.had='code'>` |
|---|---|
| <img src=x onerror=window.had='row'> | 1 |
"""

TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "sup", "span", "div", "bdi", "button",
    "svg", "path",
}  # fmt: skip
"""What may be there: markdown's own elements, and what the app draws around them (frames, icons, copying)."""

SURVEY = """(root) => [...root.querySelectorAll("*")].map((each) => ({
  tag: each.tagName.toLowerCase(),
  attributes: Object.fromEntries([...each.attributes].map((one) => [one.name, one.value])),
}))"""


def assert_inert(region: Locator, visit: Visit) -> None:
    """Nothing in there can act, nothing acted, and nothing was asked of anybody."""
    elements = region.evaluate(SURVEY)
    assert len(elements) > 30
    assert {each["tag"] for each in elements} <= TAGS
    for each in elements:
        attributes = each["attributes"]
        assert not [name for name in attributes if name.startswith("on") or name == "srcdoc"]
        # Sizes of the app's own buttons, set by its scripts; nothing that paints or loads.
        assert re.fullmatch(r"(?:--[a-z-]+: [^;:]+;\s*)*", attributes.get("style", ""))
        assert "url" not in attributes.get("style", "")
        assert "src" not in attributes
        href = attributes.get("href")
        if href is not None:
            assert href.startswith(("https://", "http://", "mailto:", "/notes?", "/chat")), href
        if href is not None and "://" in href:
            assert attributes["target"] == "_blank"
            assert {"noopener", "noreferrer"} <= set(attributes["rel"].split())
    for link in region.get_by_text("link", exact=False).all():
        if link.evaluate("each => each.closest('a') === null"):
            link.click()
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.had") is None
    assert visit.strangers() == []
    assert visit.complaints == []
    assert [page.url for page in visit.context.pages] == [visit.page.url]


@pytest.mark.requirement("F2")
def test_hostile_note_is_inert(household: Household, visit: Visit) -> None:
    (household.server.notes / "Hostile.md").write_text(HOSTILE, "utf-8")
    visit.page.goto("/notes?path=Hostile.md")
    region = visit.page.get_by_role("region", name="Hostile.md")
    expect(region).to_contain_text("tracker")
    expect(region).to_contain_text("<script>window.had")
    assert_inert(region.locator("[class*=markdown]"), visit)
    disguised = region.get_by_role("link", name="good.example").first
    expect(disguised).to_contain_text("(evil.example)")


@pytest.mark.requirement("F2")
def test_hostile_answer_is_inert_while_it_streams_and_afterwards(household: Household, visit: Visit) -> None:
    household.stage.play("hostile", Text(HOSTILE, size=40, delay=0.005))
    desk = Desk(visit.page).opens().asks("Be hostile")
    desk.reads("tracker")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    assert_inert(desk.log.locator("[class*=markdown]"), visit)


@pytest.mark.requirement("F2")
def test_hostile_card_is_inert(household: Household, visit: Visit) -> None:
    path = "Notes <img src=x onerror=window.had=1>.md".replace("<", "‹").replace(">", "›")
    write = Calls([("vault_write", {"path": path, "content": HOSTILE, "mode": "create"})])
    household.stage.play("hostile note", write, Text("Done."))
    desk = Desk(visit.page).opens().asks("Write the hostile note")
    card = desk.sees_card()
    card.get_by_role("button", name="Show all").click()
    expect(card).to_contain_text("<iframe src=")
    assert card.locator("img, iframe, script, style, form, object, embed, base, a").count() == 0
    assert visit.page.evaluate("window.had") is None
    desk.denies()
    expect(desk.card).to_have_count(0)


@pytest.mark.requirement("F2")
def test_what_came_back_from_a_hostile_note_is_plain_text(household: Household, visit: Visit) -> None:
    (household.server.notes / "Hostile too.md").write_text(HOSTILE, "utf-8")
    household.stage.play(
        "read it", Calls([("vault_read", {"path": "Hostile too.md"})]), Text("It is hostile.")
    )
    desk = Desk(visit.page).opens().asks("Please read it")
    desk.reads("It is hostile.")
    desk.log.get_by_role("button", name="Read Hostile too.md").click()
    result = desk.log.locator("pre")
    expect(result).to_contain_text("<script>window.had")
    assert {each["tag"] for each in result.evaluate(SURVEY)} <= {"bdi", "mark"}
    assert visit.page.evaluate("window.had") is None
