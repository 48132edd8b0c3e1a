import { expect, test } from "vitest";
import { plainly, sourcePlainly } from "./plain";

test("a sentence of the guard names arguments and tools in words", () => {
  expect(plainly("You did not say to[0]: it comes from what office__search_mail brought.")).toBe(
    "You did not say “to”: it comes from what search mail of office brought.",
  );
  expect(plainly("It asks. You did not say items[1].first_name.")).toBe(
    "It asks. You did not say “first name of items, number 2”.",
  );
  expect(plainly("You named due_date in your message, but not plainly as this.")).toBe(
    "You named “due date” in your message, but not plainly as this.",
  );
  expect(plainly("cc[1] comes from outside: what office__search_mail brought.")).toBe(
    "“cc, number 2” comes from outside: what search mail of office brought.",
  );
  expect(plainly("Nothing is known of what raw_body does.")).toBe("Nothing is known of what “raw body” does.");
  expect(plainly("You did not say start_time: it comes from “Office”, what vault_read brought.")).toBe(
    "You did not say “start time”: it comes from “Office”, the note that was read.",
  );
});

test("what has another form stays as it is", () => {
  for (const text of ["It would only read, and no rule of yours covers it.", "You did not say what it should be done with.", "a__b[0]"])
    expect(plainly(text)).toBe(text);
  expect(sourcePlainly("the page example.com")).toBe("the page example.com");
  expect(sourcePlainly("what web_fetch brought")).toBe("what web fetch brought");
});
