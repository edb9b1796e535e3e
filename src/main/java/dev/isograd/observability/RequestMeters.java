package dev.isograd.observability;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Measures the requests that have a metric of their own: predictions, and the parts of uploads. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class RequestMeters implements WebMvcConfigurer, HandlerInterceptor {

    private static final String STARTED = RequestMeters.class.getName();
    private static final String PREDICTIONS = "/api/v1/jobs/{id}/predictions";
    private static final String PARTS = "/api/v1/uploads/{id}/parts/{n}";

    private final Map<String, Timer> predictions;
    private final DistributionSummary uploaded;

    RequestMeters(MeterRegistry registry) {
        this.predictions = List.of("answered", "refused", "failed").stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> Timer.builder("isograd.predictions")
                                .description("Time of a prediction, as the client sees it")
                                .tag("outcome", outcome)
                                .serviceLevelObjectives(
                                        Duration.ofMillis(10),
                                        Duration.ofMillis(50),
                                        Duration.ofMillis(200),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(5))
                                .register(registry)));
        this.uploaded = DistributionSummary.builder("isograd.uploaded")
                .description("Parts of uploads that this process has stored")
                .baseUnit("bytes")
                .register(registry);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.setAttribute(STARTED, System.nanoTime());
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        int status = response.getStatus();
        if (PREDICTIONS.equals(pattern) && request.getAttribute(STARTED) instanceof Long started) {
            Objects.requireNonNull(predictions.get(outcome(status)))
                    .record(Duration.ofNanos(System.nanoTime() - started));
        } else if (PARTS.equals(pattern) && status < 300) {
            uploaded.record(request.getContentLengthLong());
        }
    }

    private static String outcome(int status) {
        return status < 300 ? "answered" : status < 500 ? "refused" : "failed";
    }
}
