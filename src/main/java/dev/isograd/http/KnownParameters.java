package dev.isograd.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that an operation of the API does not document, and repeated ones that it reads once.
 *
 * <p>A misspelt filter would otherwise be ignored, and the client would take everything for what it asked for.
 */
final class KnownParameters implements HandlerInterceptor {

    private static final String API = "/api/";

    /** Whether a parameter may be repeated, by the names of an operation's parameters. */
    private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && request.getRequestURI().startsWith(API)) {
            check(request, known.computeIfAbsent(method.getMethod(), KnownParameters::of));
        }
        return true;
    }

    private static void check(HttpServletRequest request, Map<String, Boolean> parameters) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryString.parse(request.getQueryString()).forEach((name, values) -> {
            if (!parameters.containsKey(name)) {
                problems.add(new FieldProblem("?" + name, unknown(parameters)));
            } else if (values.size() > 1 && !parameters.get(name)) {
                problems.add(new FieldProblem("?" + name, "is given more than once"));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidQuery(problems);
        }
    }

    private static String unknown(Map<String, Boolean> parameters) {
        return parameters.isEmpty()
                ? "is not a parameter of this operation, which takes none"
                : "is not a parameter of this operation; known are " + String.join(", ", parameters.keySet());
    }

    private static Map<String, Boolean> of(Method method) {
        Map<String, Boolean> parameters = new TreeMap<>();
        MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).stream(Parameter.class)
                .filter(parameter -> parameter.getEnum("in", ParameterIn.class) == ParameterIn.QUERY)
                .forEach(parameter -> parameters.put(parameter.getString("name"), isArray(parameter)));
        Arrays.stream(method.getParameters())
                .filter(parameter ->
                        parameter.getType() == String.class && parameter.isAnnotationPresent(RequestParam.class))
                .forEach(parameter -> parameters.put(parameter.getName(), false));
        return parameters;
    }

    private static boolean isArray(MergedAnnotation<Parameter> parameter) {
        return !parameter
                .getAnnotation("array", ArraySchema.class)
                .getAnnotation("schema", Schema.class)
                .getString("type")
                .isEmpty();
    }
}
