"""Owns: whether a browser still has a text: on its page, in its storage, in what its scripts hold."""

import json
from typing import Final

from playwright.sync_api import Page

_HELD: Final = """async (wanted) => {
  const places = [], seen = new Set();
  const look = (place, text) => { if (typeof text === "string" && text.includes(wanted)) places.push(place); };
  look("address", location.href + JSON.stringify(history.state));
  look("page", document.documentElement.outerHTML);
  for (const field of document.querySelectorAll("input, textarea")) look("field", field.value);
  for (const [name, store] of Object.entries({ localStorage, sessionStorage })) look(name, JSON.stringify(store));
  look("cookie", document.cookie);
  for (const { name } of await indexedDB.databases()) look("indexedDB", await dumped(name));
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      look("cache", request.url + await (await (await caches.open(name)).match(request)).text());
  for (const entry of performance.getEntries()) look("performance", entry.name);
  // All that is reached from React's root: state and props of what is shown, and the caches in its context.
  const root = document.getElementById("root");
  const queue = Object.keys(root).filter((key) => key.startsWith("__react")).map((key) => root[key]);
  while (queue.length > 0) {
    const value = queue.pop();
    look("React", value);
    const holds = value !== null && (typeof value === "object" || typeof value === "function");
    if (!holds || seen.has(value) || value instanceof Node || value instanceof Window) continue;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) queue.push(...value.keys(), ...value.values());
    for (const key of Reflect.ownKeys(value)) {
      const part = Object.getOwnPropertyDescriptor(value, key);
      if ("value" in part) queue.push(part.value);
    }
  }
  return { places: [...new Set(places)], seen: seen.size };

  async function dumped(name) {
    const done = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = bad; });
    const database = await done(indexedDB.open(name)), found = [];
    for (const store of database.objectStoreNames)
      found.push(await done(database.transaction(store).objectStore(store).getAll()));
    database.close();
    return JSON.stringify(found);
  }
}"""  # noqa: E501 - a script

_LEAST: Final = 1_000
"""Fewer objects than this were never all that the page holds."""


def places_of(page: Page, text: str) -> list[str]:
    """Where the page still has this text; empty where it has it nowhere."""
    found = page.evaluate(_HELD, text)
    assert found["seen"] > _LEAST, json.dumps(found)
    places: list[str] = found["places"]
    return places
