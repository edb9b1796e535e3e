import { isObject, type Json, type JsonObject } from "../api/json";

/** The part of JSON Schema that the catalog uses. */
export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  const?: string;
  enum?: string[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  default?: Json;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** The value with every default filled in; what the schema does not know stays, for the server to judge. */
export function withDefaults(schema: Schema, given?: Json): Json | undefined {
  const value = given ?? schema.default;
  if (schema.oneOf) {
    const choice = choiceOf(schema, value) ?? (value === undefined ? schema.oneOf[0] : undefined);
    return choice ? withDefaults(choice, value) : value;
  }
  if (!schema.properties || !(value === undefined || isObject(value))) return value;
  const filled: JsonObject = { ...value };
  for (const [name, property] of Object.entries(schema.properties)) {
    const part = property.const ?? withDefaults(property, value?.[name]);
    if (part !== undefined) filled[name] = part;
  }
  return filled;
}

export function choiceOf(schema: Schema, value: Json | undefined): Schema | undefined {
  const type = isObject(value) ? value["type"] : undefined;
  return schema.oneOf?.find((choice) => typeOf(choice) === type);
}

/** The word that stands for a choice in a spec. */
export function typeOf(choice: Schema): string {
  return choice.properties?.["type"]?.const ?? "";
}

/** `learningRate` as people write it. */
export function fieldLabel(name: string): string {
  const spaced = name.replaceAll(/([a-z])([A-Z0-9])/g, "$1 $2").replaceAll("-", " ").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** JSON Pointer to the id of the field's element. */
export function fieldId(pointer: string): string {
  return `spec${pointer.replaceAll("/", "-")}`;
}
