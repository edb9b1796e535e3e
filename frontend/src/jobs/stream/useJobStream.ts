import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EventStream } from "../../api/eventStream";
import { usePolling } from "../../api/polling";
import { useWatched } from "../../components/useWatched";
import type { Job } from "../jobs";
import { eventNames, LiveFeed } from "./liveFeed";

/** Hears of the job as long as there is news and somebody looks; says whenever the line opens or breaks. */
export function useJobStream(id: string, job: Job | undefined, onLine: (isOpen: boolean) => void): void {
  const client = useQueryClient();
  const { paused } = usePolling();
  const watched = useWatched();
  const heard = useRef<{ job: string; lastId: string | undefined }>(undefined);
  const wanted = job !== undefined && !job.isTerminal && !paused && watched;
  useEffect(() => {
    if (!wanted || typeof EventSource === "undefined") return;
    const feed = new LiveFeed(client, id);
    const lastId = heard.current?.job === id ? heard.current.lastId : undefined;
    let isFirst = true;
    const stream = new EventStream(
      `/jobs/${encodeURIComponent(id)}/stream`,
      eventNames,
      {
        // What happened before the line was open is read; after a break the server goes on where it was.
        onOpen: () => {
          onLine(true);
          if (isFirst) feed.readAgain();
          isFirst = false;
        },
        onEvent: (name, data) => {
          feed.hear(name, data);
          if (name === "end") stream.close();
        },
        onDown: () => { onLine(false); },
      },
      lastId,
    );
    return () => {
      heard.current = { job: id, lastId: stream.lastId };
      stream.close();
      feed.close();
      onLine(false);
    };
  }, [client, id, wanted, onLine]);
}
