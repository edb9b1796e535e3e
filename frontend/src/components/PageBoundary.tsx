import { Component, type ReactNode } from "react";
import { ErrorMessage } from "./ErrorMessage";

interface Props {
  /** Another page gets another chance. */
  page: string;
  children: ReactNode;
}

interface State {
  error: Error | undefined;
}

/** Shows a failure of a page in its place. A page of a version that the server no longer has cannot be loaded: loading all anew helps. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: Props) {
    if (before.page !== this.props.page && this.state.error) this.setState({ error: undefined });
  }

  override render() {
    const { error } = this.state;
    return error ? <ErrorMessage error={error} retry={() => { window.location.reload(); }} /> : this.props.children;
  }
}
