package dev.isograd.stream;

import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.JobFeed.Chunk;
import dev.isograd.feeds.JobFeed.Cursor;
import dev.isograd.feeds.JobFeed.Entry;
import dev.isograd.jobs.JobProgressReader.LiveJob;
import dev.isograd.stream.Subscriber.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The subscribers at the same position of the same job's stream, for which each message is encoded once. */
final class SubscriberGroup {

    private final JsonMapper json;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private StreamPosition position;

    SubscriberGroup(StreamPosition position, JsonMapper json) {
        this.position = position;
        this.json = json;
    }

    /** Returns the position of all subscribers; groups at the same position can be merged. */
    StreamPosition position() {
        return position;
    }

    String job() {
        return position.job();
    }

    Cursor cursor(JobFeed feed) {
        return new Cursor(job(), position.number(feed.letter()));
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void addAll(SubscriberGroup other) {
        subscribers.addAll(other.subscribers);
    }

    /** Moves subscribers that read too slowly into a group of their own, so that they do not delay the others. */
    SubscriberGroup splitSlow() {
        SubscriberGroup slow = new SubscriberGroup(position, json);
        subscribers.removeIf(Subscriber::isClosed);
        subscribers.removeIf(subscriber -> {
            if (!subscriber.hasRoom()) {
                slow.add(subscriber);
            }
            return !subscriber.hasRoom();
        });
        return slow;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    /**
     * Sends the entries that follow this position.
     *
     * @param now the job, read before the chunks, so that the chunks of a terminal job are complete; null if it was
     *     deleted
     * @param chunks in the order of the feeds; the first feed, which holds the state changes, is sent after the others
     * @return whether further entries follow
     */
    boolean send(@Nullable LiveJob now, Map<JobFeed, Chunk> chunks) {
        if (now == null) {
            subscribers.forEach(Subscriber::close);
            subscribers.clear();
            return false;
        }
        boolean hasMore = chunks.values().stream().anyMatch(Chunk::hasMore);
        List<JobFeed> feeds = List.copyOf(chunks.keySet());
        for (JobFeed feed : feeds.subList(1, feeds.size())) {
            send(feed, chunks);
        }
        send(feeds.getFirst(), chunks);
        sendProgress(now);
        if (now.isTerminal() && !hasMore) {
            position = position.withEnd(true);
            offer("end", "{}");
            subscribers.clear();
        }
        return hasMore;
    }

    private void send(JobFeed feed, Map<JobFeed, Chunk> chunks) {
        for (Entry entry : Chunk.orEmpty(chunks.get(feed)).entries()) {
            position = position.withNumber(feed.letter(), entry.number());
            offer(entry.event(), json.writeValueAsString(entry.content()));
        }
    }

    private void sendProgress(LiveJob now) {
        if (now.progress() == null) {
            return;
        }
        String data = json.writeValueAsString(now.progress());
        String digest = digest(data);
        if (!digest.equals(position.progress())) {
            position = position.withProgress(digest);
            offer("progress", data);
        }
    }

    private static String digest(String data) {
        CRC32 crc = new CRC32();
        crc.update(data.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private void offer(String event, String data) {
        Frame frame = Frame.of(position, event, data);
        subscribers.forEach(subscriber -> subscriber.offer(frame));
    }
}
