package dev.isograd.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Reads the parameters of an address, and unlike the servlet API not those of a body. */
final class QueryString {

    private static final char UNDECODABLE = '\uFFFD';

    private QueryString() {}

    /** @throws InvalidQuery if the query is not percent-encoded UTF-8 */
    static MultiValueMap<String, String> parse(@Nullable String query) {
        MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.add(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf(UNDECODABLE) < 0 || text.contains("%EF%BF%BD") || text.contains("%ef%bf%bd")) {
                return decoded;
            }
        } catch (IllegalArgumentException malformed) {
            // Answered below, as other undecodable text.
        }
        throw new InvalidQuery(List.of(new FieldProblem("?", "is not percent-encoded UTF-8")));
    }
}
