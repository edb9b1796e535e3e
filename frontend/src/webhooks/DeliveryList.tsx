import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import type { Page } from "../api/client";
import { useRefetchInterval } from "../api/polling";
import { ErrorMessage } from "../components/ErrorMessage";
import { LoadMore } from "../components/LoadMore";
import { Skeleton } from "../components/Skeleton";
import { DeliveryResult } from "./DeliveryResult";
import { deliveriesQuery, isPending, useResend, type Delivery, type Webhook } from "./webhooks";

/** What was sent to a webhook, newest events first. */
export function DeliveryList({ webhook }: { webhook: Webhook }) {
  const deliveries = useInfiniteQuery({
    ...deliveriesQuery(webhook.id),
    refetchInterval: useRefetchInterval<InfiniteData<Page<Delivery>>>((data) =>
      isPending(data?.pages.flatMap((page) => page.data) ?? []) ? "fast" : "slow"),
  });
  const resend = useResend();
  const found = deliveries.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      {resend.isError && <ErrorMessage error={resend.error} />}
      {deliveries.isPending && <Skeleton lines={3} height={36} />}
      {deliveries.isError && !deliveries.data && (
        <ErrorMessage error={deliveries.error} retry={() => void deliveries.refetch()} />
      )}
      {deliveries.isSuccess && found.length === 0 && <p className="muted">Nothing was sent yet.</p>}
      <ol className="deliveries">
        {found.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryResult delivery={delivery}>
              {delivery.subject !== null && webhook.active && (
                <button
                  type="button" className="button button-small" disabled={resend.isPending}
                  onClick={() => { resend.mutate(delivery.id); }}
                >
                  {delivery.state === "PENDING" ? "Send now" : "Send again"}
                  <span className="visually-hidden"> {delivery.type} of {delivery.subject}</span>
                </button>
              )}
            </DeliveryResult>
          </li>
        ))}
      </ol>
      <LoadMore label="Load more" query={deliveries} />
    </>
  );
}
