package dev.isograd.feeds;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A numbered sequence of entries per job that streams send to clients, such as its log lines.
 *
 * <p>The numbers of a job's entries increase in the order of their <em>commits</em>, so a client that has read up to a
 * number never misses an entry. To ensure this, a writer takes the next number under a lock that it holds until the
 * commit.
 */
public interface JobFeed {

    /** The lowercase letter that identifies the feed in the ids of stream messages; unique among the feeds. */
    char letter();

    /** Returns the number of the job's last entry, or 0 if it has none. */
    long lastNumber(String job);

    /** Returns the number after which a client starts that wants only new entries. */
    default long startNumber(String job) {
        return lastNumber(job);
    }

    /** Returns the first entries after each cursor, without the cursors that have no further entries. */
    Map<Cursor, Chunk> after(Collection<Cursor> cursors);

    /** A position in a job's entries: after the entry with this number. */
    record Cursor(String job, long number) {}

    /**
     * One message of the stream: a single entry, or several that are sent together.
     *
     * @param number the number of the last entry in the message
     * @param event the name of the server-sent event
     * @param content the data, which is written as JSON
     */
    record Entry(long number, String event, Object content) {}

    /**
     * Consecutive entries in ascending order.
     *
     * @param hasMore whether further entries follow that were not read
     */
    record Chunk(List<Entry> entries, boolean hasMore) {

        private static final Chunk EMPTY = new Chunk(List.of(), false);

        public static Chunk orEmpty(@Nullable Chunk chunk) {
            return chunk == null ? EMPTY : chunk;
        }
    }
}
