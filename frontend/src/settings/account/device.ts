/** What a browser says of itself, in a few words that a person knows. */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/paios-cli\//, "paios on a terminal"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/(?:Headless)?Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "an iPhone"],
  [/iPad/, "an iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "a Mac"],
  [/Linux/, "Linux"],
];

/** `Firefox on Linux`; where nothing is known of it, what it said. */
export function deviceOf(agent: string): string {
  const browser = BROWSERS.find(([sign]) => sign.test(agent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1];
  if (browser === undefined) return agent === "" || agent === "unknown" ? "Something that did not say what it is" : agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}
