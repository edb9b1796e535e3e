import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { clearSession } from "../accounts/session";
import { PollingProvider } from "../api/polling";
import { createQueryClient } from "../api/queryClient";
import { routes } from "../routes";
// Loaded beforehand, so that a slow machine does not make a test wait for a page.
import "../jobs/detail/JobPage";
import "../jobs/submit/NewJobPage";
import "../workers/WorkersPage";

/** Renders the whole dashboard at a URL, as a browser would. */
export function open(address: string) {
  const client = createQueryClient(clearSession);
  client.setDefaultOptions({ queries: { retry: false } });
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <QueryClientProvider client={client}>
      <PollingProvider>
        <RouterProvider router={router} />
      </PollingProvider>
    </QueryClientProvider>,
  );
  return { client, router, user: userEvent.setup() };
}
