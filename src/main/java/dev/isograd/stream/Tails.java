package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.feeds.JobFeed;
import dev.isograd.feeds.JobFeed.Chunk;
import dev.isograd.feeds.JobFeed.Place;
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
 * Looks up what is new for all streams of this process at once, with one query for each feed.
 *
 * <p>The tables are the only source: it makes no difference which process writes, nor to which one a client comes back.
 */
@Component
@ConditionalOnRole(Role.API)
class Tails {

    /** Bounds what one look holds in memory. */
    private static final int TOGETHER = 100;

    private final List<JobFeed> feeds;
    private final JobProgressReader jobs;
    private final JsonMapper json;
    private final Queue<Subscriber> arrivals = new ConcurrentLinkedQueue<>();
    private List<Tail> tails = List.of();

    Tails(List<JobFeed> feeds, JobProgressReader jobs, JsonMapper json) {
        this.feeds = feeds;
        this.jobs = jobs;
        this.json = json;
    }

    /** From any thread; the next look is its first. */
    void add(Subscriber subscriber) {
        arrivals.add(subscriber);
    }

    /** One look at the tables, by one thread only. Returns whether there is more to read at once. */
    boolean look() {
        tails = merged();
        List<Tail> ready = new ArrayList<>();
        List<Tail> slow = new ArrayList<>();
        for (Tail tail : tails) {
            slow.add(tail.splitSlow());
            ready.add(tail);
        }
        slow.removeIf(Tail::isEmpty);
        ready.removeIf(Tail::isEmpty);
        tails = new ArrayList<>(slow);
        tails.addAll(ready);
        boolean more = false;
        for (int from = 0; from < ready.size(); from += TOGETHER) {
            more |= look(ready.subList(from, Math.min(ready.size(), from + TOGETHER)));
        }
        return more;
    }

    private Collection<Tail> arrived() {
        List<Tail> arrived = new ArrayList<>();
        for (Subscriber next = arrivals.poll(); next != null; next = arrivals.poll()) {
            Tail tail = new Tail(next.start(), json);
            tail.add(next);
            arrived.add(tail);
        }
        return arrived;
    }

    private List<Tail> merged() {
        Map<StreamPosition, Tail> merged = new LinkedHashMap<>();
        List<Tail> all = new ArrayList<>(tails);
        all.addAll(arrived());
        for (Tail tail : all) {
            Tail same = merged.putIfAbsent(tail.position(), tail);
            if (same != null) {
                same.addAll(tail);
            }
        }
        return List.copyOf(merged.values());
    }

    /** Jobs are read before their feeds: what is over by then is complete in what is read after. */
    private boolean look(List<Tail> some) {
        Map<String, LiveJob> now = jobs.now(some.stream().map(Tail::job).collect(Collectors.toSet()));
        Map<JobFeed, Map<Place, Chunk>> news = new LinkedHashMap<>();
        for (JobFeed feed : feeds) {
            news.put(
                    feed, feed.after(some.stream().map(tail -> tail.place(feed)).collect(Collectors.toSet())));
        }
        boolean more = false;
        for (Tail tail : some) {
            Map<JobFeed, Chunk> chunks = new LinkedHashMap<>();
            news.forEach((feed, found) -> chunks.put(feed, Chunk.orNone(found.get(tail.place(feed)))));
            more |= tail.send(now.get(tail.job()), chunks);
        }
        return more;
    }

    boolean isEmpty() {
        return tails.isEmpty() && arrivals.isEmpty();
    }
}
