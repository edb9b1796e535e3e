package dev.isograd.stream;

import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.JobFeed.Chunk;
import dev.isograd.feeds.JobFeed.Entry;
import dev.isograd.feeds.JobFeed.Place;
import dev.isograd.jobs.JobProgressReader.LiveJob;
import dev.isograd.stream.Subscriber.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All clients that have read a job's stream to the very same place; each message is made once for all of them. */
final class Tail {

    private final JsonMapper json;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private StreamPosition position;

    Tail(StreamPosition position, JsonMapper json) {
        this.position = position;
        this.json = json;
    }

    /** Tails at one place become one. */
    StreamPosition position() {
        return position;
    }

    String job() {
        return position.job();
    }

    Place place(JobFeed feed) {
        return new Place(job(), position.number(feed.letter()));
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void addAll(Tail other) {
        subscribers.addAll(other.subscribers);
    }

    /** Takes out those who do not read as fast as there is news: they stay behind and hold nobody up. */
    Tail splitSlow() {
        Tail slow = new Tail(position, json);
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
     * Sends what was found after this place.
     *
     * @param now read before the chunks: what is over there is whole in them
     * @param chunks in the order of the feeds; the first, in which jobs end, is sent after the others
     * @return whether there is more
     */
    boolean send(@Nullable LiveJob now, Map<JobFeed, Chunk> chunks) {
        if (now == null) {
            subscribers.forEach(Subscriber::close);
            subscribers.clear();
            return false;
        }
        boolean more = chunks.values().stream().anyMatch(Chunk::hasMore);
        List<JobFeed> feeds = List.copyOf(chunks.keySet());
        for (JobFeed feed : feeds.subList(1, feeds.size())) {
            send(feed, chunks);
        }
        send(feeds.getFirst(), chunks);
        sendProgress(now);
        if (now.isTerminal() && !more) {
            position = position.withEnd(true);
            offer("end", "{}");
            subscribers.clear();
        }
        return more;
    }

    private void send(JobFeed feed, Map<JobFeed, Chunk> chunks) {
        for (Entry entry : Chunk.orNone(chunks.get(feed)).entries()) {
            position = position.at(feed.letter(), entry.number());
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
        CRC32 digest = new CRC32();
        digest.update(data.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(digest.getValue());
    }

    private void offer(String event, String data) {
        Frame frame = Frame.of(position, event, data);
        subscribers.forEach(subscriber -> subscriber.offer(frame));
    }
}
