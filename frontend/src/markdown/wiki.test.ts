import { expect, test } from "vitest";
import { noteResolver } from "./wiki";

const resolve = noteResolver([
  "Home.md",
  "House/Boiler.md",
  "House/Old/Boiler.md",
  "People/Großmutter Hedwig.md",
  "Work/House/Plan.md",
]);

test.each([
  ["Home", "", "Home.md"],
  ["home.md", "", "Home.md"],
  ["Boiler", "", "House/Boiler.md"],
  ["Boiler#Why", "", "House/Boiler.md"],
  ["Old/Boiler", "", "House/Old/Boiler.md"],
  ["Boiler", "House/Old/Diary.md", "House/Old/Boiler.md"],
  ["../Boiler", "House/Old/Diary.md", "House/Boiler.md"],
  ["House/Plan", "", "Work/House/Plan.md"],
  ["Gro\u00DFmutter Hedwig", "", "People/Großmutter Hedwig.md"],
])("%s from %s is %s", (target, base, path) => {
  expect(resolve(target, base)).toBe(path);
});

test.each(["", "#only", "Nothing", "../../etc/passwd", "use/Boiler"])("%j names no note", (target) => {
  expect(resolve(target)).toBeNull();
});
