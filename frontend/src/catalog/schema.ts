import { isObject, type Json, type JsonObject } from "../api/json";

/** The subset of JSON Schema that the catalog uses. */
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
  /** Not of the catalog: why some values of an enum, or some types of a choice, cannot be chosen beside the other fields. */
  unavailable?: Record<string, string>;
  /** Not of the catalog: why the whole field cannot be changed. */
  disabled?: string;
}

/** Fills in all defaults. Values that the schema does not know are kept for the server to validate. */
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

/** The value of `type` that selects this choice in a spec. */
export function typeOf(choice: Schema): string {
  return choice.properties?.["type"]?.const ?? "";
}

/** Labels of fields whose JSON names are not the usual terms. */
const labels: Record<string, string> = { insight: "Diagnostics" };

/** The label of a field: `learningRate` becomes "Learning rate". */
export function fieldLabel(name: string): string {
  const label = labels[name];
  if (label !== undefined) return label;
  const spaced = name.replaceAll(/([a-z])([A-Z0-9])/g, "$1 $2").replaceAll("-", " ").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The id of the HTML element for the field at a JSON Pointer. */
export function fieldId(pointer: string): string {
  return `spec${pointer.replaceAll("/", "-")}`;
}
