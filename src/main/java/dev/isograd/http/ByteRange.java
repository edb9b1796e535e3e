package dev.isograd.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRange;

/**
 * The part of a file that a request asks for (RFC 9110, section 14).
 *
 * @param start position of the first byte
 * @param length number of bytes, at least 1
 */
public record ByteRange(long start, long length) {

    private static final String UNIT = "bytes=";

    /**
     * Reads a Range header. Returns empty if the whole file is to be sent: without a header, for other units than bytes, and
     * for several ranges, which a server may ignore.
     *
     * @param size size of the file
     * @throws UnsatisfiableRange if the range is malformed or begins after the end of the file
     */
    public static Optional<ByteRange> read(@Nullable String header, long size) {
        if (header == null || !header.strip().toLowerCase(Locale.ROOT).startsWith(UNIT)) {
            return Optional.empty();
        }
        List<HttpRange> ranges = parse(header.strip(), size);
        if (ranges.isEmpty()) {
            throw new UnsatisfiableRange(size);
        }
        if (ranges.size() > 1) {
            return Optional.empty();
        }
        HttpRange range = ranges.getFirst();
        long start = range.getRangeStart(size);
        if (start >= size) {
            throw new UnsatisfiableRange(size);
        }
        return Optional.of(new ByteRange(start, range.getRangeEnd(size) - start + 1));
    }

    private static List<HttpRange> parse(String header, long size) {
        try {
            return HttpRange.parseRanges(UNIT + header.substring(UNIT.length()));
        } catch (IllegalArgumentException malformed) {
            throw new UnsatisfiableRange(size);
        }
    }

    /** Returns the value of the Content-Range header. */
    public String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(start, start + length - 1, size);
    }
}
