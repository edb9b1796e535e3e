import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { newIdempotencyKey, post } from "../../api/client";
import { ApiError, isTransient } from "../../api/errors";
import { jobsKey, type Job } from "../jobs";
import { specProblems } from "./draft";

/**
 * Creates a job or a comparison and opens its page. A request that failed without a definite answer and is repeated unchanged
 * has the same idempotency key, so only one job is created.
 */
export function useCreateJob(path: string, onCreated?: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const lastRequest = useRef<{ body: string; key: string }>(null);
  const mutation = useMutation({
    mutationFn: ({ body, key }: { body: unknown; key: string }) => post<Job>(path, body, key),
    onSuccess: () => client.invalidateQueries({ queryKey: jobsKey }),
  });
  const send = (content: unknown) => {
    const body = JSON.stringify(content);
    const isRetry = lastRequest.current?.body === body && isTransient(mutation.error);
    const key = isRetry && lastRequest.current ? lastRequest.current.key : newIdempotencyKey();
    lastRequest.current = { body, key };
    mutation.mutate(
      { body: content, key },
      {
        onSuccess: (created) => {
          onCreated?.();
          void navigate(`/${created.id.startsWith("cmp_") ? "comparisons" : "jobs"}/${encodeURIComponent(created.id)}`);
        },
      },
    );
  };
  const problems = mutation.error instanceof ApiError ? specProblems(mutation.error) : [];
  return { send, busy: mutation.isPending, error: mutation.error, problems };
}
