package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.JobFeed.Chunk;
import dev.isograd.feeds.JobFeed.Cursor;
import dev.isograd.jobs.JobProgressReader;
import dev.isograd.jobs.JobProgressReader.LiveJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads new entries for all streams of this process, with one query per feed, and passes them to the subscribers.
 *
 * <p>The tables are the only source, so it does not matter which process writes or to which process a client
 * reconnects.
 */
@Component
@ConditionalOnRole(Role.API)
class StreamDispatcher {

    /** Number of groups per query, which bounds the memory for the entries that were read. */
    private static final int GROUPS_PER_QUERY = 100;

    private final List<JobFeed> feeds;
    private final JobProgressReader jobs;
    private final JsonMapper json;
    private final Queue<Subscriber> arrivals = new ConcurrentLinkedQueue<>();
    private List<SubscriberGroup> groups = List.of();

    StreamDispatcher(List<JobFeed> feeds, JobProgressReader jobs, JsonMapper json) {
        this.feeds = feeds;
        this.jobs = jobs;
        this.json = json;
    }

    /** Adds a subscriber that the next poll serves; safe to call from any thread. */
    void add(Subscriber subscriber) {
        arrivals.add(subscriber);
    }

    /** Reads the tables once, on one thread only, and returns whether further entries can be read at once. */
    boolean poll() {
        groups = merged();
        List<SubscriberGroup> ready = new ArrayList<>();
        List<SubscriberGroup> slow = new ArrayList<>();
        for (SubscriberGroup group : groups) {
            slow.add(group.splitSlow());
            ready.add(group);
        }
        slow.removeIf(SubscriberGroup::isEmpty);
        ready.removeIf(SubscriberGroup::isEmpty);
        groups = new ArrayList<>(slow);
        groups.addAll(ready);
        boolean hasMore = false;
        for (int from = 0; from < ready.size(); from += GROUPS_PER_QUERY) {
            hasMore |= dispatch(ready.subList(from, Math.min(ready.size(), from + GROUPS_PER_QUERY)));
        }
        return hasMore;
    }

    private Collection<SubscriberGroup> arrived() {
        List<SubscriberGroup> arrived = new ArrayList<>();
        for (Subscriber next = arrivals.poll(); next != null; next = arrivals.poll()) {
            SubscriberGroup group = new SubscriberGroup(next.start(), json);
            group.add(next);
            arrived.add(group);
        }
        return arrived;
    }

    private List<SubscriberGroup> merged() {
        Map<StreamPosition, SubscriberGroup> merged = new LinkedHashMap<>();
        List<SubscriberGroup> all = new ArrayList<>(groups);
        all.addAll(arrived());
        for (SubscriberGroup group : all) {
            SubscriberGroup samePosition = merged.putIfAbsent(group.position(), group);
            if (samePosition != null) {
                samePosition.addAll(group);
            }
        }
        return List.copyOf(merged.values());
    }

    /** Reads jobs before their feeds, so that the entries of a job that is already over are complete. */
    private boolean dispatch(List<SubscriberGroup> batch) {
        Map<String, LiveJob> now =
                jobs.now(batch.stream().map(SubscriberGroup::job).collect(Collectors.toSet()));
        Map<JobFeed, Map<Cursor, Chunk>> entries = new LinkedHashMap<>();
        for (JobFeed feed : feeds) {
            entries.put(
                    feed,
                    feed.after(batch.stream().map(group -> group.cursor(feed)).collect(Collectors.toSet())));
        }
        boolean hasMore = false;
        for (SubscriberGroup group : batch) {
            Map<JobFeed, Chunk> chunks = new LinkedHashMap<>();
            entries.forEach((feed, found) -> chunks.put(feed, Chunk.orEmpty(found.get(group.cursor(feed)))));
            hasMore |= group.send(now.get(group.job()), chunks);
        }
        return hasMore;
    }

    boolean isEmpty() {
        return groups.isEmpty() && arrivals.isEmpty();
    }
}
