package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class InlineSourcesTests {

    /** The hash that the specification gives for this script (CSP Level 3, section 8.4). */
    @Test
    void allowsInlineElementsByTheirHashes() {
        InlineSources inline =
                page("<script>alert('Hello, world.');</script>\n<style>\na {}\n</style><script src=\"/x\"></script>");

        assertThat(inline.ofElements("script")).isEqualTo(" 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
        assertThat(inline.ofElements("style")).isEqualTo(" 'sha256-jVPldBGrPC7qrYjIG6PdM906CUhmBTqUeg9TWXg4s1o='");
    }

    @Test
    void allowsNothingMoreForAPageWithoutThem() {
        assertThat(page("<link rel=\"stylesheet\" href=\"/x\">").ofElements("style"))
                .isEmpty();
        assertThat(InlineSources.of(new ClassPathResource("static/missing.html"))
                        .ofElements("script"))
                .isEmpty();
    }

    private static InlineSources page(String html) {
        return InlineSources.of(new ByteArrayResource(html.getBytes(StandardCharsets.UTF_8)));
    }
}
