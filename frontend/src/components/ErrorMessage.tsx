import { ApiError } from "../api/errors";
import { Icon } from "./Icon";

/** What the standard names of these statuses do not say plainly. */
function plainTitle(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 403) return "You do not have the right to do this";
  if (error.status === 429) return "Too many requests: wait a minute, then try again";
  return undefined;
}

interface Props {
  error: Error;
  retry?: () => void;
}

/** An error as the server describes it, with the request id to look up in the server log. */
export function ErrorMessage({ error, retry }: Props) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const title = plainTitle(error) ?? problem?.title ?? (error instanceof ApiError ? `Error ${error.status}` : "No response");
  const detail = problem ? problem.detail : error.message;
  return (
    <div className="notice notice-danger" role="alert">
      <Icon name="warning" />
      <div className="notice-body">
        <strong>{title}</strong>
        {detail !== undefined && detail !== title && <p>{detail}</p>}
        {problem?.errors && problem.errors.length > 0 && (
          <ul>
            {problem.errors.map((field) => (
              <li key={field.pointer + field.detail}>
                <code>{field.pointer === "" ? "/" : field.pointer}</code> {field.detail}
              </li>
            ))}
          </ul>
        )}
        {problem?.requestId !== undefined && (
          <p className="muted">
            Request ID <code>{problem.requestId}</code>
          </p>
        )}
      </div>
      {retry && (
        <button type="button" className="button button-small" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
