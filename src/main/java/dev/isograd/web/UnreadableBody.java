package dev.isograd.web;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/** Explains why a body cannot be read as JSON, without naming classes. */
final class UnreadableBody {

    private UnreadableBody() {}

    static String sentence(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case StreamConstraintsException _ ->
                "The body is nested deeper than 32 levels, or contains a name, text or number that is too long.";
            case StreamReadException syntax
            when syntax.getOriginalMessage().startsWith("Duplicate") ->
                "An object in the body has two fields with the same name" + where(syntax);
            case StreamReadException syntax -> "The body is not well-formed JSON" + where(syntax);
            case JacksonException _ -> "The body must be a single JSON object.";
            case null, default -> "The body is missing or cannot be read; it must be a JSON object.";
        };
    }

    private static String where(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        return location == null
                ? "."
                : " (line %d, column %d).".formatted(location.getLineNr(), location.getColumnNr());
    }
}
