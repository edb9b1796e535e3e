import { QueryClientProvider } from "@tanstack/react-query";
import { createBrowserRouter, RouterProvider } from "react-router";
import { clearSession } from "./accounts/session";
import { PollingProvider } from "./api/polling";
import { createQueryClient } from "./api/queryClient";
import { routes } from "./routes";

const client = createQueryClient(clearSession);
const router = createBrowserRouter(routes);

/** Wraps the pages of `routes.tsx` in their providers. */
export function App() {
  return (
    <QueryClientProvider client={client}>
      <PollingProvider>
        <RouterProvider router={router} />
      </PollingProvider>
    </QueryClientProvider>
  );
}
