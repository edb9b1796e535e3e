package dev.isograd.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as the API returns it.
 *
 * @param next the value of {@code after} for the following page
 */
public record Page<T>(
        List<T> data,
        boolean hasMore,

        @Schema(description = "The value of `after` for the next page; null on the last page.") @Nullable
        String next) {

    /** @param found up to {@code limit + 1} entries; the extra one only shows that more follow */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> id) {
        boolean hasMore = found.size() > limit;
        List<T> data = hasMore ? found.subList(0, limit) : found;
        return new Page<>(data, hasMore, hasMore ? id.apply(data.getLast()) : null);
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(data.stream().map(each).toList(), hasMore, next);
    }
}
