/** The guard names arguments and tools as the call does. Here they become words, for the person only. Pure. */
import { argumentWords } from "./words";

const READINGS: Readonly<Record<string, string>> = {
  vault_search: "the search in your notes",
  vault_read: "the note that was read",
  vault_list: "the list of your notes",
};

function brought(tool: string): string {
  const [server = "", name] = tool.split("__", 2);
  if (name === undefined) return READINGS[tool] ?? `what ${argumentWords(tool)} brought`;
  return `what ${argumentWords(name).trim()} of ${server} brought`;
}

/** `items[1].first_name` as `first name of items, number 2`. The first of a list needs no number. */
function placeWords(place: string): string {
  return place
    .split(".")
    .reverse()
    .map((step) => {
      const index = Number(/\[(\d+)\]/.exec(step)?.[1] ?? 0);
      const name = argumentWords(step.replace(/\[\d+\]/g, ""));
      return index > 0 ? `${name}, number ${index + 1}` : name;
    })
    .join(" of ");
}

/** A source as its chip says it: `what office__search_mail brought` without the name of the program. */
export const sourcePlainly = (text: string): string =>
  text.replace(/\bwhat ([A-Za-z0-9_-]+) brought\b/g, (_, tool: string) => brought(tool));

const PLACE = String.raw`([\w.[\]-]*[\w\]])`;
const UNSAID = new RegExp(
  String.raw`\b(You did not say|You did not speak of|Nothing is known of what|You named) ${PLACE}(?=[:.]|$| does| in )`,
  "g",
);
const OUTSIDE = new RegExp(`^${PLACE}(?= comes from outside: )`);

/** A sentence of the guard, its names as words. Whatever has another form stays as it is. */
export const plainly = (text: string): string =>
  sourcePlainly(text)
    .replace(UNSAID, (_, lead: string, place: string) => `${lead} “${placeWords(place)}”`)
    .replace(OUTSIDE, (_, place: string) => `“${placeWords(place)}”`);
