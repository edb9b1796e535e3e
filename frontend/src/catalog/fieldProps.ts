import type { Json } from "../api/json";
import type { Schema } from "./schema";

/** The props of every form field that is drawn from a schema. */
export interface FieldProps {
  schema: Schema;
  name: string;
  pointer: string;
  value: Json | undefined;
  problems: ReadonlyMap<string, string>;
  onChange: (value: Json | undefined) => void;
}
