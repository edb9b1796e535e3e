package dev.isograd.stream;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has read: the id of every message it is sent.
 *
 * <p>Made of places in tables, so any process can go on from it at any later time.
 *
 * @param job whose stream it is
 * @param numbers the last entry of each feed, by the feed's letter
 * @param progress digest of the progress that was sent last; null before any was
 * @param ended whether the client was told that nothing follows
 */
record StreamPosition(
        String job,
        SortedMap<Character, Long> numbers,
        @Nullable String progress,
        boolean ended) {

    /** As {@code after}: everything there ever was. */
    static final String BEGINNING = "0";

    private static final String ENDED = ".end";
    private static final int LONGEST = 200;
    private static final Pattern FORM =
            Pattern.compile("J[0-9a-f]{1,8}(\\.[a-z]\\d{1,18})*(\\.P[0-9a-f]{1,8})?(\\.end)?");
    private static final Pattern NUMBER = Pattern.compile("\\.([a-z])(\\d+)");
    private static final Pattern PROGRESS = Pattern.compile("\\.P([0-9a-f]+)");

    static StreamPosition of(String job, Map<Character, Long> numbers) {
        return new StreamPosition(job, new TreeMap<>(numbers), null, false);
    }

    /** @throws UnreadablePosition if it is no id of ours, or one of another job: its numbers would mean something else here */
    static StreamPosition read(String job, String id) {
        if (id.equals(BEGINNING)) {
            return of(job, Map.of());
        }
        if (id.length() > LONGEST || !FORM.matcher(id).matches() || !id.split("\\.", 2)[0].equals(mark(job))) {
            throw new UnreadablePosition();
        }
        String numbered = id.endsWith(ENDED) ? id.substring(0, id.length() - ENDED.length()) : id;
        SortedMap<Character, Long> numbers = new TreeMap<>();
        for (Matcher each = NUMBER.matcher(numbered.replaceFirst("\\.P.*", "")); each.find(); ) {
            numbers.put(each.group(1).charAt(0), Long.parseLong(each.group(2)));
        }
        Matcher progress = PROGRESS.matcher(numbered);
        return new StreamPosition(job, numbers, progress.find() ? progress.group(1) : null, id.endsWith(ENDED));
    }

    long number(char feed) {
        return numbers.getOrDefault(feed, 0L);
    }

    StreamPosition at(char feed, long number) {
        SortedMap<Character, Long> all = new TreeMap<>(numbers);
        all.put(feed, number);
        return new StreamPosition(job, all, progress, ended);
    }

    StreamPosition withProgress(String digest) {
        return new StreamPosition(job, numbers, digest, ended);
    }

    StreamPosition withEnd(boolean told) {
        return new StreamPosition(job, numbers, progress, told);
    }

    private static String mark(String job) {
        return "J" + Integer.toHexString(job.hashCode());
    }

    /** As clients see it: opaque. */
    @Override
    public String toString() {
        StringBuilder id = new StringBuilder(mark(job));
        numbers.forEach((feed, number) -> id.append(".").append(feed).append(number));
        if (progress != null) {
            id.append(".P").append(progress);
        }
        return id.append(ended ? ENDED : "").toString();
    }
}
