package dev.isograd.identity;

import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The addresses of a sign-in, and the pages to which it may lead back. */
final class SignInAddresses {

    static final String BEGIN = "/api/v1/oidc/sign-in";
    static final String CALLBACK = "/api/v1/oidc/callback";
    static final String RETURN = "return";

    private static final String START_PAGE = "/jobs";
    private static final int LONGEST = 1_000;

    /** A path of this service: one slash, then letters that no browser reads as a host. */
    private static final Pattern LOCAL = Pattern.compile("/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*");

    private SignInAddresses() {}

    /** Returns the page if it is one of the dashboard, or else the first page. */
    static String local(@Nullable String page) {
        return page != null && isLocal(page) ? page : START_PAGE;
    }

    private static boolean isLocal(String page) {
        return page.length() <= LONGEST
                && LOCAL.matcher(page).matches()
                && !page.contains("//")
                && !page.startsWith("/api")
                && !page.startsWith("/sign-in");
    }

    /** Leads to a page of this service, whatever host the request names. */
    static void lead(HttpServletResponse response, String page) {
        response.setStatus(HttpStatus.FOUND.value());
        response.setHeader(HttpHeaders.LOCATION, page);
    }

    /** Returns the sign-in page with a sentence about what went wrong. */
    static String problem(String code) {
        return "/sign-in?problem=" + code;
    }
}
