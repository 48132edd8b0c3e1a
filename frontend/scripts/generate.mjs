/**
 * Makes the types and the run-time shapes of the web app out of the contract.
 *
 * Both are made at every build and never committed, so they cannot go stale. A schema keyword
 * that the run-time check does not know stops the build: nothing goes unchecked silently.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";

const SOURCE = new URL("../../src/paios/openapi/paios.yaml", import.meta.url);
const TARGET = new URL("../src/api/", import.meta.url);
const METHODS = ["get", "post", "put", "patch", "delete"];
const ANNOTATIONS = new Set(["description", "title", "format", "default", "writeOnly", "examples"]);
const REQUEST_ONLY = new Set(["propertyNames", "maxProperties", "minProperties", "uniqueItems"]);
const CHECKED = new Set([
  "$ref",
  "type",
  "enum",
  "const",
  "oneOf",
  "required",
  "properties",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
]);
const EVENT_SCHEMAS = ["Change", "Run"];

const contract = parse(await readFile(SOURCE, "utf8"));
const schemas = contract.components.schemas;

const nameOf = (reference) => reference.replace(/^#\/components\/schemas\//, "");

function compact(schema) {
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(key) || REQUEST_ONLY.has(key)) continue;
    if (!CHECKED.has(key)) throw new Error(`the run-time check does not know the schema keyword "${key}"`);
    if (key === "$ref") out.$ref = nameOf(value);
    else if (key === "oneOf") out.oneOf = value.map(compact);
    else if (key === "items") out.items = compact(value);
    else if (key === "additionalProperties")
      continue; // a newer server may say more than we know
    else if (key === "properties")
      out.properties = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, compact(part)]));
    else out[key] = value;
  }
  return out;
}

function referencesIn(shape) {
  return (
    JSON.stringify(shape)
      .match(/"\$ref":"([^"]+)"/g)
      ?.map((found) => found.slice(8, -1)) ?? []
  );
}

const operations = {};
const shapes = {};
const wanted = [...EVENT_SCHEMAS, "Problem"];
for (const [path, item] of Object.entries(contract.paths)) {
  for (const method of METHODS.filter((each) => each in item)) {
    const { operationId, responses } = item[method];
    const answers = Object.entries(responses).filter(([status]) => /^2/.test(status));
    if (answers.some(([, answer]) => answer.content && !("application/json" in answer.content))) continue;
    if (answers.length !== 1) continue; // the WebSocket: used by no page
    const [[status, answer]] = answers;
    const schema = answer.content ? nameOf(answer.content["application/json"].schema.$ref) : null;
    if (schema) wanted.push(schema);
    operations[operationId] = { method: method.toUpperCase(), path, status: Number(status), schema };
  }
}
for (const name of wanted) {
  if (name in shapes) continue;
  shapes[name] = compact(schemas[name]);
  wanted.push(...referencesIn(shapes[name]));
}

const types = astToString(await openapiTS(contract, { emptyObjectsUnknown: true }));
const header = "// Generated from the contract by `npm run generate`; do not edit.\n";
await writeFile(new URL("schema.gen.ts", TARGET), header + types);
await writeFile(
  new URL("contract.gen.ts", TARGET),
  `${header}import type { Shape } from "./shape";\n\n` +
    `export const OPERATIONS = ${JSON.stringify(operations, null, 2)} as const;\n\n` +
    `export const SHAPES: Readonly<Record<string, Shape>> = ${JSON.stringify(shapes)};\n`,
);
