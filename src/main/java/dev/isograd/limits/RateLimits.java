package dev.isograd.limits;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The rate limits of this process; each process counts for itself. */
@Component
public class RateLimits {

    // Requests are counted before the endpoint is known.
    private static final PathPattern PREDICTION =
            PathPatternParser.defaultInstance.parse("/api/v1/jobs/{id}/predictions");

    private final Limit failures;
    private final Limit submissions;
    private final Limit requests;
    private final Limit predictions;
    private final Limit exchanges;

    RateLimits(LimitProperties settings) {
        failures = Limit.spread(
                settings.failuresPerMinute(),
                "too_many_failures",
                "This address may send %d wrong keys or failed sign-ins a minute.");
        submissions = Limit.exact(
                settings.submissionsPerMinute(), "too_many_submissions", "An API key may submit %d jobs a minute.");
        requests = Limit.exact(
                settings.requestsPerMinute(), "too_many_requests", "An API key may send %d requests a minute.");
        predictions = Limit.exact(
                settings.predictionsPerMinute(),
                "too_many_predictions",
                "An API key may ask for %d predictions a minute.");
        exchanges = Limit.exact(
                settings.submissionsPerMinute(), "too_many_exchanges", "A repository may exchange %d tokens a minute.");
    }

    /** Refuses a credential from an address that has sent too many wrong ones. */
    public void checkFailures(HttpServletRequest request) {
        failures.check(ClientAddress.of(request));
    }

    /** Counts a wrong credential. */
    public void countFailure(HttpServletRequest request) {
        failures.count(ClientAddress.of(request));
    }

    /** Counts a request of a key, or refuses it. Predictions have a limit of their own: programs send many. */
    public void request(HttpServletRequest request, String key) {
        (isPrediction(request) ? predictions : requests).checkAndCount(key);
    }

    private static boolean isPrediction(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                && PREDICTION.matches(PathContainer.parsePath(request.getRequestURI()));
    }

    /** Counts a token that a repository exchanges for a key, or refuses it. */
    public void exchange(String repository) {
        exchanges.checkAndCount(repository);
    }

    /** Counts a submission of a key, or refuses it. */
    void submission(String key) {
        submissions.checkAndCount(key);
    }
}
