import { isObject, type Json } from "../api/json";
import { bytes } from "../components/format";
import { choiceOf, fieldLabel, typeOf, type Schema } from "./schema";

/** What of an object is not as the defaults of the catalog have it, in words: `["batch size 64", "head conv"]`. */
export function differences(schema: Schema, value: Json | undefined): string[] {
  const object = isObject(value) ? value : {};
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => (property.const === undefined ? difference(property, name, object[name]) : []));
}

function difference(schema: Schema, name: string, value: Json | undefined): string[] {
  const label = fieldLabel(name).toLowerCase();
  if (schema.oneOf) {
    const chosen = choiceOf(schema, value);
    const usual = choiceOf(schema, schema.default) ?? schema.oneOf[0];
    if (!chosen) return [];
    return [...(chosen === usual ? [] : [`${label} ${typeOf(chosen)}`]), ...differences(chosen, value)];
  }
  if (schema.properties) return differences(schema, value);
  if (value === undefined || value === "" || JSON.stringify(value) === JSON.stringify(schema.default)) return [];
  if (typeof value === "boolean") return [value ? label : `no ${label}`];
  if (name === "maxMemoryBytes" && typeof value === "number") return [`memory limit ${bytes(value)}`];
  return [`${label} ${typeof value === "string" ? value : JSON.stringify(value).replaceAll(/[[\]]/g, "").replaceAll(",", ", ")}`];
}
