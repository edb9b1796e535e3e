import type { FieldProblem } from "../api/errors";
import { isObject, type Json } from "../api/json";
import { choiceOf, type Schema } from "./schema";

/** Finds all errors that can be found without the server, which validates the spec again. */
export function validate(schema: Schema, value: Json | undefined, pointer = ""): FieldProblem[] {
  if (schema.oneOf) {
    const choice = choiceOf(schema, value);
    return choice ? validate(choice, value, pointer) : [{ pointer, detail: "Choose one." }];
  }
  if (schema.properties) return validateObject(schema, value, pointer);
  const detail = valueProblem(schema, value);
  return detail === undefined ? [] : [{ pointer, detail }];
}

function validateObject(schema: Schema, value: Json | undefined, pointer: string): FieldProblem[] {
  if (!isObject(value)) return [{ pointer, detail: "Must be an object." }];
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const part = value[name];
    const absent = part === undefined && !schema.required?.includes(name);
    if (absent) return [];
    return part === undefined || part === ""
      ? [{ pointer: `${pointer}/${name}`, detail: "Required." }]
      : validate(property, part, `${pointer}/${name}`);
  });
}

function valueProblem(schema: Schema, value: Json | undefined): string | undefined {
  switch (schema.type) {
    case "integer":
    case "number":
      return numberProblem(schema, value);
    case "array":
      return Array.isArray(value) && value.every((item) => !schema.items || valueProblem(schema.items, item) === undefined)
        ? undefined
        : "Must be integers separated by commas.";
    case "boolean":
      return typeof value === "boolean" ? undefined : "Must be true or false.";
    case "string":
      return schema.enum && !schema.enum.some((option) => option === value)
        ? `Must be one of ${schema.enum.join(", ")}.`
        : undefined;
    default:
      return undefined;
  }
}

function numberProblem(schema: Schema, value: Json | undefined): string | undefined {
  if (typeof value !== "number") return "Must be a number.";
  if (schema.type === "integer" && !Number.isInteger(value)) return "Must be an integer.";
  if (schema.minimum !== undefined && value < schema.minimum) return `Must be at least ${schema.minimum}.`;
  if (schema.maximum !== undefined && value > schema.maximum) return `Must be at most ${schema.maximum}.`;
  return undefined;
}
