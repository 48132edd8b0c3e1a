import { expect, test } from "vitest";
import { deviceOf } from "./device";

test("a browser is called as its person calls it", () => {
  expect(deviceOf("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox on Linux");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604.1")).toBe(
    "Safari on an iPhone",
  );
  expect(deviceOf("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/141.0 Safari/537 Edg/141.0")).toBe("Edge on Windows");
  expect(deviceOf("paios-cli/1.0")).toBe("paios on a terminal");
});

test("what says nothing known is shown as it is", () => {
  expect(deviceOf("unknown")).toBe("Something that did not say what it is");
  expect(deviceOf("curl/8")).toBe("curl/8");
});
