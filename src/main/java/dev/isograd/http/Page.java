package dev.isograd.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as the API answers it.
 *
 * @param next what to give as {@code after} for the page that follows
 */
public record Page<T>(
        List<T> data, boolean hasMore, @Nullable String next) {

    /** @param found up to {@code limit + 1} entries; the one too many only tells that more follow */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
        boolean hasMore = found.size() > limit;
        List<T> data = hasMore ? found.subList(0, limit) : found;
        return new Page<>(data, hasMore, hasMore ? id.apply(data.getLast()) : null);
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(data.stream().map(each).toList(), hasMore, next);
    }
}
