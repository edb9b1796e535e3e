import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { cursorPagination, get, newIdempotencyKey, patch, post, remove, type Page } from "../api/client";

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  format: string;
  active: boolean;
  /** Why the service has turned it off; null if it is active or a user turned it off. */
  disabledReason: string | null;
  /** The first failure since the last success. */
  failingSince: string | null;
  /** Until when messages are also signed with the secret before the last rotation. */
  previousSecretUntil: string | null;
  createdAt: string;
  /** Only in the answer that makes it. */
  secret?: string;
}

export interface Delivery {
  id: string;
  event: string;
  type: string;
  /** Id of the job or comparison; null for a test. */
  subject: string | null;
  state: string;
  attempts: number;
  createdAt: string;
  attemptedAt: string | null;
  nextAttemptAt: string | null;
  status: number | null;
  millis: number | null;
  answer: string | null;
  problem: string | null;
}

/** What a user chooses. */
export interface WebhookDraft {
  url: string;
  events: string[];
  format: string;
}

export const eventTypes: { type: string; label: string }[] = [
  { type: "job.succeeded", label: "A job has succeeded" },
  { type: "job.failed", label: "A job has failed" },
  { type: "job.cancelled", label: "A job was cancelled" },
  { type: "job.running", label: "A job has started or continues" },
  { type: "comparison.finished", label: "All jobs of a comparison have finished" },
];

export const formats: { format: string; label: string; help: string }[] = [
  { format: "standard", label: "JSON", help: "Type, timestamp and data, by the rules of Standard Webhooks." },
  { format: "slack", label: "Slack", help: "A text as the incoming webhooks of Slack, Mattermost and others take it." },
  { format: "text", label: "Plain text", help: "One sentence." },
];

const path = (id: string) => `/webhooks/${encodeURIComponent(id)}`;

/** All of them: a project has few. */
export const webhooksQuery = () =>
  queryOptions({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => get<Page<Webhook>>("/webhooks", { limit: 200 }, signal),
  });

export const deliveriesQuery = (webhook: string) =>
  infiniteQueryOptions({
    ...cursorPagination,
    queryKey: ["webhooks", webhook, "deliveries"],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Delivery>>(`${path(webhook)}/deliveries`, { limit: 20, after: pageParam }, signal),
  });

/** A change after which the list and the deliveries are read again. */
function useChange<V, T>(change: (value: V) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery().queryKey }),
  });
}

export const useCreateWebhook = () =>
  useChange((draft: WebhookDraft) => post<Webhook>("/webhooks", draft, newIdempotencyKey()));

export const useEditWebhook = (id: string) =>
  useChange((changes: Partial<WebhookDraft> & { active?: boolean }) => patch<Webhook>(path(id), changes));

export const useRotateSecret = (id: string) => useChange(() => post<Webhook>(`${path(id)}/rotate-secret`));

export const useTestWebhook = (id: string) => useChange(() => post<Delivery>(`${path(id)}/test`));

export const useDeleteWebhook = (id: string) => useChange(() => remove(path(id)));

export const useResend = () =>
  useChange((delivery: string) => post<Delivery>(`/deliveries/${encodeURIComponent(delivery)}/resend`));

/** Whether a message is on its way, so that the page looks again soon. */
export const isPending = (deliveries: Delivery[]) => deliveries.some(({ state }) => state === "PENDING");

/** The host in an address, which tells most, and the rest. */
export function addressParts(url: string): { host: string; rest: string } {
  if (!URL.canParse(url)) return { host: url, rest: "" };
  const { protocol, host, pathname, search } = new URL(url);
  return { host: protocol === "https:" ? host : `${protocol}//${host}`, rest: pathname === "/" ? search : pathname + search };
}
