import { pretty } from "../../api/json";

/** A curl command that submits the job. It reads the API key from a variable, so the key itself is not copied. */
export function curl(job: { name?: string; spec: unknown }, origin: string): string {
  const body = pretty(job).replaceAll("'", "'\\''");
  return `curl -X POST ${origin}/api/v1/jobs \\
  -H "Authorization: Bearer $ISOGRAD_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'
`;
}
