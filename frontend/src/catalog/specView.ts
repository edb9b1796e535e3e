import { isObject, type Json, type JsonObject } from "../api/json";
import { choiceOf, withDefaults, type Schema } from "./schema";

/** The same value with its members in the order of the schema, and `type` before them. */
export function inOrder(schema: Schema | undefined, value: Json): Json {
  if (!isObject(value)) return value;
  const properties = schemaOf(schema, value)?.properties ?? {};
  const names = [...new Set(["type", ...Object.keys(properties), ...Object.keys(value)])];
  return members(names.map((name) => [name, value[name] === undefined ? undefined : inOrder(properties[name], value[name])]));
}

/** Only what differs from the defaults, the fields that every spec needs, and the types of what is kept. */
export function withoutDefaults(schema: Schema | undefined, value: Json): Json {
  return reduced(schema, value) ?? {};
}

function reduced(schema: Schema | undefined, value: Json): Json | undefined {
  const usual = schema && (schema.const ?? withDefaults(schema));
  if (!isObject(value)) return usual !== undefined && JSON.stringify(usual) === JSON.stringify(value) ? undefined : value;
  const chosen = schemaOf(schema, value);
  const kept = members(Object.entries(value).filter(([name]) => name !== "type").map(([name, member]) => [
    name, reduced(chosen?.properties?.[name], member) ?? (chosen?.required?.includes(name) ? typeOnly(member) : undefined),
  ]));
  const { type } = value;
  const isUsualType = isObject(usual) && usual["type"] === type;
  if (Object.keys(kept).length === 0 && (type === undefined || isUsualType)) return undefined;
  return type === undefined ? kept : { type, ...kept };
}

function schemaOf(schema: Schema | undefined, value: JsonObject): Schema | undefined {
  return schema?.oneOf ? choiceOf(schema, value) : schema;
}

function typeOnly(value: Json): Json {
  return isObject(value) && value["type"] !== undefined ? { type: value["type"] } : value;
}

const members = (all: [name: string, value: Json | undefined][]): JsonObject =>
  Object.fromEntries(all.filter((entry): entry is [string, Json] => entry[1] !== undefined));
