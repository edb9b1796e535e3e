package dev.isograd.feeds;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that jobs have one after the other and that clients follow.
 *
 * <p>Entries of one job have numbers that grow in the order in which they were <em>committed</em>: who has read up to a
 * number never finds a smaller one later. Whoever writes them takes the number under a lock that is held until the commit.
 */
public interface JobFeed {

    /** Stands for the feed in the ids of a stream: a small letter that no other feed has. */
    char letter();

    /** The number of the job's last entry, 0 without any. */
    long last(String job);

    /** Where somebody begins who wants only what is new. */
    default long start(String job) {
        return last(job);
    }

    /** The first entries after each of the places; places without any are left out. */
    Map<Place, Chunk> after(Collection<Place> places);

    /** Between two entries of a job: after the one with the number. */
    record Place(String job, long number) {}

    /**
     * One entry, or some that belong together.
     *
     * @param number of the last of them
     * @param event what the stream calls it
     * @param content becomes JSON
     */
    record Entry(long number, String event, Object content) {}

    /**
     * Some entries in their order.
     *
     * @param hasMore whether there are more than were read
     */
    record Chunk(List<Entry> entries, boolean hasMore) {

        private static final Chunk NONE = new Chunk(List.of(), false);

        public static Chunk orNone(@Nullable Chunk chunk) {
            return chunk == null ? NONE : chunk;
        }
    }
}
