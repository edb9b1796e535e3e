package dev.isograd.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads which types a client accepts.
 *
 * <p>Clients that prefer problem details, or any other kind of JSON, accept JSON. Without this, the answer to them would
 * bear the label of that kind, so that a success looked like a problem.
 *
 * <p>The charset of an accepted type has no effect: all text is UTF-8. Without this, a client that asks for another charset
 * would find nothing that can write the answer.
 */
@Configuration(proxyBeanMethods = false)
class AcceptedTypes implements WebMvcConfigurer {

    private static final String KIND_OF_JSON = "+json";
    private static final String CHARSET = "charset";

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.strategies(List.of(new Header()));
    }

    private static final class Header implements ContentNegotiationStrategy {

        private final HeaderContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

        @Override
        public List<MediaType> resolveMediaTypes(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
            return header.resolveMediaTypes(request).stream()
                    .map(type -> isKindOfJson(type) ? json(type) : withoutCharset(type))
                    .distinct()
                    .toList();
        }

        private static boolean isKindOfJson(MediaType type) {
            return type.getType().equals("application") && type.getSubtype().endsWith(KIND_OF_JSON);
        }

        private static MediaType json(MediaType type) {
            return new MediaType(MediaType.APPLICATION_JSON, Map.of("q", String.valueOf(type.getQualityValue())));
        }

        private static MediaType withoutCharset(MediaType type) {
            Map<String, String> parameters = new LinkedHashMap<>(type.getParameters());
            parameters.keySet().removeIf(CHARSET::equalsIgnoreCase);
            return new MediaType(type, parameters);
        }
    }
}
