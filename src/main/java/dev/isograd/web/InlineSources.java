package dev.isograd.web;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;

/** The sources of a Content-Security-Policy that allow the scripts or styles inside of a page: the hash of each. */
final class InlineSources {

    private final String page;

    private InlineSources(String page) {
        this.page = page;
    }

    /** Reads a page of the dashboard. A page that was not built has no scripts or styles. */
    static InlineSources of(Resource page) {
        try {
            return new InlineSources(page.exists() ? page.getContentAsString(StandardCharsets.UTF_8) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the hashes of all elements with a name and no attributes, each after a space. */
    String ofElements(String name) {
        return Pattern.compile("<%s>(.*?)</%s>".formatted(name, name), Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(element -> " 'sha256-%s'".formatted(sha256(element.group(1))))
                .collect(Collectors.joining());
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
