import { pretty } from "../../api/json";

/** The same submission from a terminal; the key stays out of it, in a variable. */
export function curl(job: { name?: string; spec: unknown }, origin: string): string {
  const body = pretty(job).replaceAll("'", "'\\''");
  return `curl -X POST ${origin}/api/v1/jobs \\
  -H "Authorization: Bearer $ISOGRAD_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'
`;
}
