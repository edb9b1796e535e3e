package dev.isograd.web;

import dev.isograd.artifacts.PartedArtifacts;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds the security headers to every answer.
 *
 * <p>They are written outside of the security filters, whose own answers, such as refusals of malformed addresses, would
 * lack them otherwise.
 */
@Configuration(proxyBeanMethods = false)
class SecurityHeaders {

    /** Answers of the API and files are data. A browser that shows one must not run or load anything. */
    static final String DATA_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    /** Returns the headers for errors that Tomcat answers before any filter runs. */
    static Map<String, String> ofData() {
        return Map.of(
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                "Referrer-Policy",
                "no-referrer",
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                "Content-Security-Policy",
                DATA_POLICY,
                HttpHeaders.CACHE_CONTROL,
                "no-store");
    }

    @Bean
    FilterRegistrationBean<HeaderWriterFilter> securityHeadersFilter(ObjectProvider<PartedArtifacts> store) {
        RequestMatcher data = request -> request.getRequestURI().startsWith("/api/")
                || request.getRequestURI().startsWith("/actuator");
        RequestMatcher pages = request -> !data.matches(request);
        List<HeaderWriter> writers = List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
                new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
                openerPolicy(),
                resourcePolicy(),
                new HstsHeaderWriter(),
                // A handler that sets its own Cache-Control, such as the one of the dashboard's files, is left alone.
                new CacheControlHeadersWriter(),
                new DelegatingRequestMatcherHeaderWriter(data, new ContentSecurityPolicyHeaderWriter(DATA_POLICY)),
                new DelegatingRequestMatcherHeaderWriter(pages, new PagePolicy(store)));
        FilterRegistrationBean<HeaderWriterFilter> filter = new FilterRegistrationBean<>(new OfErrorsToo(writers));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    /** Also covers requests that failed before this filter. The error page then writes the headers. */
    private static final class OfErrorsToo extends HeaderWriterFilter {

        OfErrorsToo(List<HeaderWriter> writers) {
            super(writers);
        }

        @Override
        protected boolean shouldNotFilterErrorDispatch() {
            return false;
        }
    }

    private static HeaderWriter openerPolicy() {
        CrossOriginOpenerPolicyHeaderWriter writer = new CrossOriginOpenerPolicyHeaderWriter();
        writer.setPolicy(CrossOriginOpenerPolicy.SAME_ORIGIN);
        return writer;
    }

    private static HeaderWriter resourcePolicy() {
        CrossOriginResourcePolicyHeaderWriter writer = new CrossOriginResourcePolicyHeaderWriter();
        writer.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
        return writer;
    }
}
