package dev.isograd.limits;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** The rate limits of this process; each process counts for itself. */
@Component
public class RateLimits {

    private final Limit failures;
    private final Limit submissions;
    private final Limit requests;

    RateLimits(LimitProperties settings) {
        failures = Limit.spread(
                settings.failuresPerMinute(),
                "too_many_failures",
                "This address may send %d wrong keys or sign-ins a minute.");
        submissions = Limit.exact(
                settings.submissionsPerMinute(), "too_many_submissions", "An API key may submit %d jobs a minute.");
        requests = Limit.exact(
                settings.requestsPerMinute(), "too_many_requests", "An API key may send %d requests a minute.");
    }

    /** Refuses a credential from an address that has sent too many wrong ones. */
    public void checkFailures(HttpServletRequest request) {
        failures.check(ClientAddress.of(request));
    }

    /** Counts a wrong credential. */
    public void countFailure(HttpServletRequest request) {
        failures.count(ClientAddress.of(request));
    }

    /** Counts a request of a key, or refuses it. */
    public void request(String key) {
        requests.checkAndCount(key);
    }

    /** Counts a submission of a key, or refuses it. */
    void submission(String key) {
        submissions.checkAndCount(key);
    }
}
