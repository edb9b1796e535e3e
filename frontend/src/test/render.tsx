import { QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect } from "react";
import { MemoryRouter, useLocation, useNavigate, useRoutes, type Location, type NavigateFunction } from "react-router";
import { clearSession } from "../accounts/session";
import { PollingProvider } from "../api/polling";
import { createQueryClient } from "../api/queryClient";
import { routes } from "../routes";
// Loaded beforehand, so that a slow machine does not make a test wait for a page.
import "../jobs/detail/ImportJob";
import "../jobs/detail/JobCheckpoints";
import "../jobs/detail/JobPage";
import "../jobs/detail/JobSpec";
import "../jobs/events/JobEvents";
import "../jobs/list/JobsPage";
import "../jobs/log/JobLog";
import "../jobs/modules/ModuleDrawer";
import "../jobs/submit/NewJobPage";
import "../workers/WorkersPage";

/** Renders the whole dashboard at a URL, as a browser would. */
export function open(address: string) {
  const client = createQueryClient(clearSession);
  client.setDefaultOptions({ queries: { retry: false } });
  const router = new Visited();
  render(
    <QueryClientProvider client={client}>
      <PollingProvider>
        <MemoryRouter initialEntries={[address]}>
          <Pages visited={router} />
        </MemoryRouter>
      </PollingProvider>
    </QueryClientProvider>,
  );
  return { client, router, user: userEvent.setup() };
}

/** Where the dashboard is, and a way to go elsewhere, for a test. */
class Visited {
  private current: Location | undefined;
  private go: NavigateFunction | undefined;

  see(location: Location, go: NavigateFunction) {
    this.current = location;
    this.go = go;
  }

  get state(): { location: Location } {
    if (!this.current) throw new Error("nothing was rendered");
    return { location: this.current };
  }

  async navigate(to: string | number): Promise<void> {
    await act(async () => {
      await (typeof to === "number" ? this.go?.(to) : this.go?.(to));
    });
  }
}

function Pages({ visited }: { visited: Visited }) {
  const location = useLocation();
  const navigate = useNavigate();
  useEffect(() => { visited.see(location, navigate); });
  return useRoutes(routes);
}
