import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EventStream } from "../../api/eventStream";
import { usePolling } from "../../api/polling";
import { usePageVisible } from "../../components/usePageVisible";
import type { Job } from "../jobs";
import { eventNames, StreamBuffer } from "./streamBuffer";

/** Streams a job's events while it is active and the page is visible. Reports when the connection opens or is lost. */
export function useJobStream(id: string, job: Job | undefined, onConnectionChange: (isConnected: boolean) => void): void {
  const client = useQueryClient();
  const { paused } = usePolling();
  const visible = usePageVisible();
  const lastReceived = useRef<{ job: string; lastId: string | undefined }>(undefined);
  const enabled = job !== undefined && !job.isTerminal && !paused && visible;
  useEffect(() => {
    if (!enabled || typeof EventSource === "undefined") return;
    const buffer = new StreamBuffer(client, id);
    const lastId = lastReceived.current?.job === id ? lastReceived.current.lastId : undefined;
    let isFirst = true;
    const stream = new EventStream(
      `/jobs/${encodeURIComponent(id)}/stream`,
      eventNames,
      {
        // Earlier data is fetched once. After a lost connection, the server continues after the last event received.
        onOpen: () => {
          onConnectionChange(true);
          if (isFirst) buffer.refetch();
          isFirst = false;
        },
        onEvent: (name, data) => {
          buffer.receive(name, data);
          if (name === "end") stream.close();
        },
        onDisconnect: () => { onConnectionChange(false); },
      },
      lastId,
    );
    return () => {
      lastReceived.current = { job: id, lastId: stream.lastId };
      stream.close();
      buffer.close();
      onConnectionChange(false);
    };
  }, [client, id, enabled, onConnectionChange]);
}
