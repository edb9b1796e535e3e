package dev.isograd.limits;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Limits the submissions of each API key, before the body is read. */
@Configuration(proxyBeanMethods = false)
class SubmissionLimit implements WebMvcConfigurer {

    private final RateLimits limits;

    SubmissionLimit(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // After the check of rights: a refused request is no submission.
        registry.addInterceptor(new Counter()).order(1);
    }

    private final class Counter implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            Principal caller = request.getUserPrincipal();
            if (caller != null
                    && handler instanceof HandlerMethod method
                    && method.hasMethodAnnotation(CountsAsSubmission.class)) {
                limits.submission(caller.getName());
            }
            return true;
        }
    }
}
