import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isTransient, isSignedOut } from "./errors";

/** The dashboard's only query client. A 401 response to any request calls `onSignedOut`. */
export function createQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const handleError = (error: Error) => {
    if (isSignedOut(error)) onSignedOut(client);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: handleError }),
    mutationCache: new MutationCache({ onError: handleError }),
    defaultOptions: {
      queries: { retry: (failures, error) => isTransient(error) && failures < 2, staleTime: 1000 },
    },
  });
  return client;
}
