/**
 * The run-time half of the contract (F3): says where a value departs from its schema.
 *
 * The shapes are generated from the contract itself rather than written by hand, so a guard can
 * neither be forgotten nor drift; the whole check costs about a microsecond a field.
 */

export interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Shape[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type Shapes = Readonly<Record<string, Shape>>;

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) patterns.set(pattern, (compiled = new RegExp(pattern, "u")));
  return compiled.test(text);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function hasType(wanted: string, value: unknown): boolean {
  const actual = typeOf(value);
  return actual === wanted || (wanted === "number" && actual === "integer");
}

function inObject(shape: Shape, value: object, where: string, shapes: Shapes): string | null {
  const fields = value as Record<string, unknown>;
  for (const name of shape.required ?? []) if (!Object.hasOwn(fields, name)) return `${where}.${name} is missing`;
  for (const [name, part] of Object.entries(shape.properties ?? {})) {
    if (!Object.hasOwn(fields, name)) continue;
    const wrong = departure(part, fields[name], `${where}.${name}`, shapes);
    if (wrong !== null) return wrong;
  }
  return null;
}

function inString(shape: Shape, value: string, where: string): string | null {
  if (shape.pattern !== undefined && !matches(shape.pattern, value)) return `${where} has an unexpected form`;
  if (shape.minLength !== undefined && value.length < shape.minLength) return `${where} is too short`;
  // The contract counts characters, JavaScript code units: never fewer, so only a real excess is told.
  if (shape.maxLength !== undefined && Array.from(value).length > shape.maxLength) return `${where} is too long`;
  return null;
}

function inNumber(shape: Shape, value: number, where: string): string | null {
  if (shape.minimum !== undefined && value < shape.minimum) return `${where} is too small`;
  return shape.maximum !== undefined && value > shape.maximum ? `${where} is too large` : null;
}

function inArray(shape: Shape, value: readonly unknown[], where: string, shapes: Shapes): string | null {
  if (shape.minItems !== undefined && value.length < shape.minItems) return `${where} is too short`;
  if (shape.maxItems !== undefined && value.length > shape.maxItems) return `${where} is too long`;
  if (shape.items === undefined) return null;
  for (const [index, each] of value.entries()) {
    const wrong = departure(shape.items, each, `${where}[${index}]`, shapes);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** Where and how `value` departs from `shape`; null where it does not. An unknown name departs. */
export function departure(shape: Shape, value: unknown, where: string, shapes: Shapes): string | null {
  if (shape.$ref !== undefined) {
    const named = shapes[shape.$ref];
    return named === undefined ? `${where} has no known shape` : departure(named, value, where, shapes);
  }
  if (shape.oneOf !== undefined) {
    const fits = shape.oneOf.filter((each) => departure(each, value, where, shapes) === null);
    return fits.length === 1 ? null : `${where} fits none of its forms`;
  }
  if ("const" in shape && value !== shape.const) return `${where} is not what it must be`;
  if (shape.enum !== undefined && !shape.enum.includes(value)) return `${where} is an unknown value`;
  const types = shape.type === undefined ? [] : [shape.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(type, value))) return `${where} is not ${types.join(" or ")}`;
  if (typeof value === "string") return inString(shape, value, where);
  if (typeof value === "number") return inNumber(shape, value, where);
  if (Array.isArray(value)) return inArray(shape, value, where, shapes);
  return typeof value === "object" && value !== null ? inObject(shape, value, where, shapes) : null;
}
