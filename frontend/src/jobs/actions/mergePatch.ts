import { isObject, type Json, type JsonObject } from "../../api/json";

/**
 * The JSON merge patch that turns one value into the other: only the differences, with null for removed members. Undefined if
 * nothing differs. The server replaces an object whose `type` changes, so the patch then has the whole object.
 */
export function mergePatch(before: Json, after: Json): Json | undefined {
  if (!isObject(before) || !isObject(after) || before["type"] !== after["type"]) {
    return isEqual(before, after) ? undefined : after;
  }
  const patch: JsonObject = {};
  for (const [name, value] of Object.entries(after)) {
    const old = before[name];
    const changed = old === undefined ? value : mergePatch(old, value);
    if (changed !== undefined) patch[name] = changed;
  }
  for (const name of Object.keys(before)) {
    if (!(name in after)) patch[name] = null;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** One line for each change: `epochs: 3 → 6`. What the patch sets to the same value is no change. */
export function describePatch(before: Json | undefined, patch: Json, path = ""): string[] {
  if (before !== undefined && !isObject(patch) && isEqual(before, patch)) return [];
  if (!isObject(patch)) return [`${path}: ${valueText(before)} → ${patch === null ? "removed" : valueText(patch)}`];
  const old = isObject(before) ? before : {};
  return Object.entries(patch).flatMap(([name, value]) => describePatch(old[name], value, path === "" ? name : `${path}.${name}`));
}

function valueText(value: Json | undefined): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}

function isEqual(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
