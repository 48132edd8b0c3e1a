import { expect, test } from "vitest";
import { SECTIONS, sectionAt, sectionsFor } from "./sections";

test("an address names a section, and what of it", () => {
  expect(sectionAt("/settings")).toBeNull();
  expect(sectionAt("/settings/")).toBeNull();
  expect(sectionAt("/settings/rules")).toEqual({ section: SECTIONS[1], item: "" });
  expect(sectionAt("/settings/tools/3f")).toMatchObject({ section: { slug: "tools" }, item: "3f" });
  expect(sectionAt("/settings/nowhere")).toEqual({ section: undefined, item: "" });
});

test("the page of credentials is listed for administrators only", () => {
  const listed = (admin: boolean) => sectionsFor(admin).map((each) => each.slug);
  expect(listed(true)).toContain("credentials");
  expect(listed(false)).toEqual(listed(true).filter((slug) => slug !== "credentials"));
});
