// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Citation } from "@/api/types";
import type { Links } from "./elements";
import { Markdown } from "./Markdown";

const links: Links = {
  noteHref: (target) => (target === "Boiler" ? "/notes?path=Boiler.md" : null),
  openNote: () => undefined,
  openCitation: () => undefined,
};
const citation = (number: number, external: boolean): Citation => ({
  number,
  path: "a.md",
  title: "Boiler",
  first_line: 1,
  last_line: 2,
  quote: "warm",
  external,
});

function shown(text: string, citations: Citation[] = []): HTMLElement {
  const host = document.createElement("div");
  host.innerHTML = renderToStaticMarkup(
    <MantineProvider>
      <Markdown text={text} citations={citations} links={links} />
    </MantineProvider>,
  );
  return host;
}

test("a link outside opens apart, tells nobody where from, and shows its host", () => {
  const link = shown("[my bank](https://evil.example/login)").querySelector("a");
  expect(link?.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  expect(link?.target).toBe("_blank");
  expect(link?.textContent).toContain("(evil.example)");
});

test("no picture is loaded, wherever it is", () => {
  const page = shown("![chart](https://tracker.example/p.png) ![cat](/cat.png)");
  expect(page.querySelector("img")).toBeNull();
  expect(page.textContent).toContain("tracker.example");
});

test("a link to a script is only its text", () => {
  const page = shown("[press me](javascript:alert(1))");
  expect(page.querySelector("a")).toBeNull();
  expect(page.textContent).toContain("press me");
});

test("a citation that exists is a button, one that does not is text", () => {
  const page = shown("It is warm [1], they say [7].", [citation(1, false)]);
  expect(page.querySelectorAll("button")).toHaveLength(1);
  expect(page.textContent).toContain("[7]");
});

test("a citation from outside says so", () => {
  expect(
    shown("x [2]", [citation(2, true)])
      .querySelector("button")
      ?.getAttribute("aria-label"),
  ).toContain("from outside");
});

test("a wiki link leads to its note, and one without a note leads nowhere", () => {
  const page = shown("[[Boiler]] [[Nothing]]");
  expect(page.querySelectorAll("a")).toHaveLength(1);
  expect(page.textContent).toContain("Nothing");
});

test("code is shown as it is", () => {
  expect(shown("```html\n<script>alert(1)</script>\n```").querySelector("pre")?.textContent).toContain(
    "<script>alert(1)</script>",
  );
});
