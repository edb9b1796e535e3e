import { QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, useRoutes } from "react-router";
import { clearSession, meQuery } from "./accounts/session";
import { PollingProvider } from "./api/polling";
import { createQueryClient } from "./api/queryClient";
import { loadPage, routes } from "./routes";

const client = createQueryClient(clearSession);

// What the first page needs is on its way before the first rendering.
loadPage(window.location.pathname, client);
// Layout shows what fails.
client.query(meQuery()).catch(() => undefined);

/** Wraps the pages of `routes.tsx` in their providers. */
export function App() {
  return (
    <QueryClientProvider client={client}>
      <PollingProvider>
        <BrowserRouter>
          <Pages />
        </BrowserRouter>
      </PollingProvider>
    </QueryClientProvider>
  );
}

function Pages() {
  return useRoutes(routes);
}
