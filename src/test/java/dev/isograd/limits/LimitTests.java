package dev.isograd.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LimitTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.limits", LimitProperties.class))
                .isEqualTo(new LimitProperties(20, 60, 1200, 30_000));
    }

    @Test
    void refusesNegativeLimits() {
        Binder binder =
                new Binder(new MapConfigurationPropertySource(Map.of("isograd.limits.requests-per-minute", "-1")));

        assertThatThrownBy(() -> binder.bind("isograd.limits", LimitProperties.class))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsEachNameForItself() {
        Limit limit = Limit.exact(60, "code", "%d");
        IntStream.range(0, 60).forEach(each -> limit.checkAndCount("one"));

        assertThatThrownBy(() -> limit.checkAndCount("one")).isInstanceOf(TooManyRequests.class);
        limit.checkAndCount("other");
    }

    @Test
    void tellsHowLongToWait() {
        Limit minute = Limit.exact(1, "code", "%d");
        Limit spread = Limit.spread(20, "code", "%d");
        IntStream.range(0, 25).forEach(each -> spread.count("name"));
        minute.checkAndCount("name");

        assertThat(wait(() -> minute.checkAndCount("name"))).isBetween(55L, 60L);
        assertThat(wait(() -> spread.check("name"))).isBetween(1L, 3L);
    }

    private static long wait(Runnable refused) {
        try {
            refused.run();
        } catch (TooManyRequests refusal) {
            return Long.parseLong(String.valueOf(refusal.getHeaders().getFirst("Retry-After")));
        }
        throw new AssertionError("The limit was not reached");
    }

    @Test
    void doesNotCountWhatItOnlyChecks() {
        Limit limit = Limit.spread(2, "code", "%d");

        IntStream.range(0, 10).forEach(each -> limit.check("name"));
        limit.count("name");
        limit.check("name");
        limit.count("name");

        assertThatThrownBy(() -> limit.check("name")).isInstanceOf(TooManyRequests.class);
    }

    @Test
    void limitsTheTokensThatARepositoryExchanges() {
        RateLimits limits = new RateLimits(new LimitProperties(0, 2, 0, 0));
        limits.exchange("octo/app");
        limits.exchange("octo/app");

        assertThatThrownBy(() -> limits.exchange("octo/app"))
                .isInstanceOfSatisfying(
                        TooManyRequests.class,
                        problem -> assertThat(problem.getBody().getProperties())
                                .containsEntry("code", "too_many_exchanges"));
        limits.exchange("octo/other");
        limits.submission("octo/app");
    }

    @Test
    void isOffAtZero() {
        Limit limit = Limit.exact(0, "code", "%d");

        IntStream.range(0, 10_000).forEach(each -> limit.checkAndCount("name"));
        limit.check("name");
    }
}
