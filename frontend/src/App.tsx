import { QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, useRoutes } from "react-router";
import { clearSession } from "./accounts/session";
import { PollingProvider } from "./api/polling";
import { createQueryClient } from "./api/queryClient";
import { routes } from "./routes";

const client = createQueryClient(clearSession);

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
