package dev.isograd.accounts;

import dev.isograd.access.Ownership;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Compares the caller's rights with those that the endpoint {@link Requires}, before the request is read.
 *
 * <p>This is the only place that does. An endpoint of the API without the annotation is closed.
 */
@Configuration(proxyBeanMethods = false)
class RightsCheck implements WebMvcConfigurer {

    private static final String API = "/api/";

    // Resolved at the first refusal: the checks need beans that are created after this one.
    private final ObjectProvider<Ownership> owned;

    RightsCheck(ObjectProvider<Ownership> owned) {
        this.owned = owned;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Check(owned)).order(0);
    }

    /** Compares the rights of one request. */
    record Check(ObjectProvider<Ownership> owned) implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (handler instanceof HandlerMethod method
                    && request.getRequestURI().startsWith(request.getContextPath() + API)
                    && !request.getMethod().equals("OPTIONS")) {
                check(request, method.getMethodAnnotation(Requires.class));
            }
            return true;
        }

        private void check(HttpServletRequest request, @Nullable Requires required) {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (required != null && required.value().length == 0) {
                return;
            }
            Right[] rights = required == null ? new Right[0] : required.value();
            if (!(authentication != null && authentication.getPrincipal() instanceof Caller caller)) {
                throw AccountProblem.missingRight(rights);
            }
            if (List.of(rights).stream().noneMatch(caller::may)) {
                refuseForeign(request, caller);
                throw AccountProblem.missingRight(rights);
            }
        }

        /** Answers 404 instead of 403 if the request names a resource of another project. */
        private void refuseForeign(HttpServletRequest request, Caller caller) {
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
            if (pattern != null && variables instanceof Map<?, ?> map) {
                owned.stream()
                        .filter(resources -> (pattern + "/").startsWith(resources.pattern() + "/"))
                        .forEach(resources -> resources.check(caller.project(), id(resources.pattern(), map)));
            }
        }

        /** Returns the value of the last variable of a pattern, which all addresses of the resource have. */
        private static String id(String pattern, Map<?, ?> variables) {
            String name = pattern.substring(pattern.lastIndexOf('{') + 1, pattern.lastIndexOf('}'));
            return String.valueOf(variables.get(name));
        }
    }
}
