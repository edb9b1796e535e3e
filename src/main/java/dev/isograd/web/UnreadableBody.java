package dev.isograd.web;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/** Says why a body is not the JSON we read, in words that name no class. */
final class UnreadableBody {

    private UnreadableBody() {}

    static String sentence(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case StreamConstraintsException _ ->
                "The body is nested deeper than 32 levels, or a name, text or number in it is too long.";
            case StreamReadException syntax
            when syntax.getOriginalMessage().startsWith("Duplicate") ->
                "An object of the body has two fields of the same name" + where(syntax);
            case StreamReadException syntax -> "The body is not well-formed JSON" + where(syntax);
            case JacksonException _ -> "The body must be one JSON object and nothing else.";
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
