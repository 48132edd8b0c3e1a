import { expect, test } from "vitest";
import { SECTIONS, sectionAt } from "./sections";

test("an address names a section, and what of it", () => {
  expect(sectionAt("/settings")).toBeNull();
  expect(sectionAt("/settings/")).toBeNull();
  expect(sectionAt("/settings/rules")).toEqual({ section: SECTIONS[1], item: "" });
  expect(sectionAt("/settings/tools/3f")).toMatchObject({ section: { slug: "tools" }, item: "3f" });
  expect(sectionAt("/settings/nowhere")).toEqual({ section: undefined, item: "" });
});
