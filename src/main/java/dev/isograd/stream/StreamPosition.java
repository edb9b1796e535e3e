package dev.isograd.stream;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's position in a job's stream, which is also the id of the message before it.
 *
 * <p>It refers to entries in tables, so any process can continue the stream from it at any later time.
 *
 * @param job the id of the job
 * @param numbers the number of the last entry of each feed, by the feed's letter
 * @param progress digest of the progress that was sent last; null if none was sent
 * @param ended whether the client has received the message that ends the stream
 */
record StreamPosition(
        String job,
        SortedMap<Character, Long> numbers,
        @Nullable String progress,
        boolean ended) {

    /** The id that stands for the beginning of the stream. */
    static final String BEGINNING = "0";

    private static final String ENDED = ".end";
    private static final int MAX_LENGTH = 200;
    private static final Pattern FORM =
            Pattern.compile("J[0-9a-f]{1,8}(\\.[a-z]\\d{1,18})*(\\.P[0-9a-f]{1,8})?(\\.end)?");
    private static final Pattern NUMBER = Pattern.compile("\\.([a-z])(\\d+)");
    private static final Pattern PROGRESS = Pattern.compile("\\.P([0-9a-f]+)");

    static StreamPosition of(String job, Map<Character, Long> numbers) {
        return new StreamPosition(job, new TreeMap<>(numbers), null, false);
    }

    /** @throws UnreadablePosition if the id is malformed or belongs to another job, whose numbers mean other entries */
    static StreamPosition read(String job, String id) {
        if (id.equals(BEGINNING)) {
            return of(job, Map.of());
        }
        if (id.length() > MAX_LENGTH || !FORM.matcher(id).matches() || !id.split("\\.", 2)[0].equals(jobHash(job))) {
            throw new UnreadablePosition();
        }
        String withoutEnd = id.endsWith(ENDED) ? id.substring(0, id.length() - ENDED.length()) : id;
        SortedMap<Character, Long> numbers = new TreeMap<>();
        for (Matcher each = NUMBER.matcher(withoutEnd.replaceFirst("\\.P.*", "")); each.find(); ) {
            numbers.put(each.group(1).charAt(0), Long.parseLong(each.group(2)));
        }
        Matcher progress = PROGRESS.matcher(withoutEnd);
        return new StreamPosition(job, numbers, progress.find() ? progress.group(1) : null, id.endsWith(ENDED));
    }

    long number(char feed) {
        return numbers.getOrDefault(feed, 0L);
    }

    StreamPosition withNumber(char feed, long number) {
        SortedMap<Character, Long> all = new TreeMap<>(numbers);
        all.put(feed, number);
        return new StreamPosition(job, all, progress, ended);
    }

    StreamPosition withProgress(String digest) {
        return new StreamPosition(job, numbers, digest, ended);
    }

    StreamPosition withEnd(boolean hasEnded) {
        return new StreamPosition(job, numbers, progress, hasEnded);
    }

    private static String jobHash(String job) {
        return "J" + Integer.toHexString(job.hashCode());
    }

    /** Returns the id that clients receive; its format is not part of the API. */
    @Override
    public String toString() {
        StringBuilder id = new StringBuilder(jobHash(job));
        numbers.forEach((feed, number) -> id.append(".").append(feed).append(number));
        if (progress != null) {
            id.append(".P").append(progress);
        }
        return id.append(ended ? ENDED : "").toString();
    }
}
