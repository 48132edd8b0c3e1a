// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { blocksOf } from "./parse";
import { ATTRIBUTES, destination, pictureLabel, sanitise, TAGS } from "./sanitise";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<form action=https://evil.example><button>go</button></form>",
  "<a href='javascript:alert(1)'>x</a>",
  "<a href='&#106;avascript:alert(1)'>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='vbscript:x' onclick=alert(1) style='position:fixed;inset:0'>x</a>",
  "<p style='background:url(https://evil.example)'>x</p>",
  "<base href='https://evil.example'>",
  "<link rel=stylesheet href='https://evil.example'>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<input type=image src=https://evil.example formaction=javascript:alert(1)>",
  "<template><img src=x onerror=alert(1)></template>",
  "<a data-note=x data-evil=1 aria-label=lie id=root name=getElementById>x</a>",
];

const elements = (fragment: DocumentFragment) => [...fragment.querySelectorAll("*")];

function expectOnlyListed(fragment: DocumentFragment): void {
  for (const element of elements(fragment)) {
    expect(TAGS).toContain(element.localName);
    for (const { name, value } of element.attributes) {
      expect(ATTRIBUTES).toContain(name);
      expect(value).not.toMatch(/^\s*(?:java|vb)script:|^\s*data:/i);
    }
  }
}

describe("sanitise", () => {
  test.each(HOSTILE)("only listed elements and attributes survive: %s", (html) => {
    expectOnlyListed(sanitise(html));
  });

  test.each(HOSTILE)("HTML in markdown stays text: %s", (html) => {
    const fragment = sanitise(
      blocksOf(`before ${html} after\n\n${html}`)
        .map((block) => block.html)
        .join(""),
    );
    expectOnlyListed(fragment);
    expect(fragment.querySelector("img, input, iframe, form, svg, script")).toBeNull();
  });

  test("what markdown makes survives", () => {
    const html = blocksOf(
      "# H\n\n**b** *i* ~~d~~ `c`\n\n- [x] t\n\n| a |\n|:-:|\n| 1 |\n\n```js\nx\n```\n\n> q\n\n1. o",
    )
      .map((block) => block.html)
      .join("");
    const tags = new Set(elements(sanitise(html)).map((element) => element.localName));
    for (const tag of ["h1", "strong", "em", "del", "code", "li", "input", "table", "td", "pre", "blockquote", "ol"])
      expect(tags).toContain(tag);
  });
});

describe("destination", () => {
  test("an address outside keeps its host to be shown", () => {
    expect(destination("https://example.org/a?b")).toEqual({
      kind: "outside",
      href: "https://example.org/a?b",
      host: "example.org",
    });
    expect(destination("mailto:bob@example.org")).toMatchObject({ kind: "outside", host: "bob@example.org" });
  });

  test("a host that only looks like another is shown as it is", () => {
    expect(destination("https://аpple.com")).toMatchObject({ host: "xn--pple-43d.com" });
  });

  test.each([
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x.md",
    "https://user:password@evil.example",
    "https://example.org@evil.example",
    "https://",
    "/api/v1/pause",
    "#place",
    "",
  ])("leads nowhere: %j", (href) => {
    expect(destination(href)).toEqual({ kind: "none" });
  });

  test("a path to a note is a note", () => {
    expect(destination("House/Boiler%20decision.md#why")).toEqual({ kind: "note", target: "House/Boiler decision.md" });
  });

  test("a broken escape leads nowhere", () => {
    expect(destination("%E0%A4%A.md")).toEqual({ kind: "none" });
  });
});

test("a picture is named by its text and by where it would come from", () => {
  expect(pictureLabel("a chart", "https://tracker.example/p.png?me")).toEqual({
    label: "a chart",
    from: "tracker.example",
  });
  expect(pictureLabel(null, "attachments/cat.png")).toEqual({ label: "", from: "cat.png" });
});
