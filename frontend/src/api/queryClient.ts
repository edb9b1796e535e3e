import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing, isSignedOut } from "./errors";

/** The one client of the dashboard; whoever hears 401 first calls `onSignedOut`. */
export function createQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const notice = (error: Error) => {
    if (isSignedOut(error)) onSignedOut(client);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: { retry: (failures, error) => isPassing(error) && failures < 2, staleTime: 1000 },
    },
  });
  return client;
}
