import { ApiError } from "../api/errors";
import { Icon } from "./Icon";

interface Props {
  error: Error;
  retry?: () => void;
}

/** An error as the server describes it, with the request id to look up in the server log. */
export function ErrorMessage({ error, retry }: Props) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const title = problem?.title ?? (error instanceof ApiError ? `Error ${error.status}` : "No response");
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
