package dev.isograd.http;

import org.springframework.util.MultiValueMap;

/**
 * The part of a list, newest first, that a request asks for.
 *
 * @param before id before which the page begins, exclusive; on the first page, a text that sorts after every id
 * @param limit largest number of entries
 */
public record PageQuery(String before, int limit) {

    private static final String AFTER_ALL_IDS = "~";

    /**
     * Reads the parameters that {@link PageParameters} documents.
     *
     * @param prefix prefix of all ids in the list, such as "job"
     * @throws RequestProblem if a parameter is invalid
     */
    public static PageQuery read(MultiValueMap<String, String> query, String prefix) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", prefix);
        reader.check();
        return new PageQuery(after == null ? AFTER_ALL_IDS : after, limit);
    }
}
