import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EventStream } from "../../api/eventStream";
import { usePolling } from "../../api/polling";
import { usePageVisible } from "../../components/usePageVisible";
import type { Job } from "../jobs";
import { eventNames, StreamBuffer } from "./streamBuffer";

/** Hears of the job as long as there is news and somebody looks; says whenever the line opens or breaks. */
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
        // What happened before the line was open is read; after a break the server goes on where it was.
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
