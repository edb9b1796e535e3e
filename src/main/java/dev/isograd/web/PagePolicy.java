package dev.isograd.web;

import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.PartedArtifacts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.web.header.HeaderWriter;

/** The Content-Security-Policy of the dashboard's pages, which send files to the service or, in parts, to the object store. */
final class PagePolicy implements HeaderWriter {

    private static final String HEADER = "Content-Security-Policy";

    /** Nothing is loaded but the files of the dashboard, and no text can become a script (Trusted Types). */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'%s; style-src 'self'%s; img-src 'self' data:; "
                    + "font-src 'self'; connect-src %s; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    // Asked at the first page, because the store begins after the filters.
    private final ObjectProvider<PartedArtifacts> store;
    private final String scripts;
    private final String styles;
    private volatile String policy = "";

    PagePolicy(ObjectProvider<PartedArtifacts> store) {
        this.store = store;
        InlineSources inline = InlineSources.of(new ClassPathResource("static/index.html"));
        scripts = inline.ofElements("script");
        styles = inline.ofElements("style");
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        // The page of an error comes after the policy of the address that failed.
        if (!response.containsHeader(HEADER)) {
            response.setHeader(HEADER, policy());
        }
    }

    private String policy() {
        if (policy.isEmpty()) {
            try {
                policy = allowing(store.getObject()
                        .origin()
                        .map(origin -> "'self' " + origin)
                        .orElse("'self'"));
            } catch (ArtifactStoreUnavailable noCredentials) {
                return allowing("'self'");
            }
        }
        return policy;
    }

    private String allowing(String connections) {
        return POLICY.formatted(scripts, styles, connections);
    }
}
