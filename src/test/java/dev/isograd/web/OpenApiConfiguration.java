package dev.isograd.web;

import dev.isograd.datasets.ImportSpec;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.method.HandlerMethod;

/** Describes what all endpoints have in common and springdoc cannot read from the controllers. */
class OpenApiConfiguration {

    private static final String PROBLEM = "Problem";

    private static final Map<String, String> HEADERS = Map.of(
            IdempotentRequests.HEADER,
            "A repeated request with the same key and body returns the first answer.",
            HttpHeaders.IF_MATCH,
            "The `etag` of the job.",
            "Last-Event-ID",
            "Like `after`; browsers send it when they reconnect.");

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Isograd")
                        .version("1")
                        .summary("Trains deep networks with local learning rules")
                        .license(new License().name("Apache 2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .security(
                        List.of(new SecurityRequirement().addList("key"), new SecurityRequirement().addList("session")))
                .components(new Components()
                        .addSecuritySchemes(
                                "key",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer"))
                        .addSecuritySchemes(
                                "session",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("ISOGRAD_SESSION")));
    }

    @Bean
    ModelConverter recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    OpenApiCustomizer problemDetails() {
        return document -> {
            ModelConverters.getInstance(true)
                    .readAll(ImportSpec.class)
                    .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
            ModelConverters.getInstance(true)
                    .readAll(ProblemSchema.class)
                    .forEach((name, schema) -> document.getComponents()
                            .addSchemas(name.equals(ProblemSchema.class.getSimpleName()) ? PROBLEM : name, schema));
            document.getComponents()
                    .addResponses(
                            PROBLEM,
                            new ApiResponse()
                                    .description("Explains what is wrong with the request and what would be right.")
                                    .content(problem()));
        };
    }

    @Bean
    OperationCustomizer commonParts() {
        return (operation, method) -> {
            operation.setTags(List.of(method.getBeanType().getPackageName().split("\\.")[2]));
            describeParameters(operation, method);
            operation.getResponses().forEach((status, response) -> {
                if (status.startsWith("4")) {
                    response.setContent(problem());
                }
                if (status.equals("201")) {
                    response.addHeaderObject(
                            HttpHeaders.LOCATION,
                            new Header()
                                    .description("Address of the new resource.")
                                    .schema(new JsonSchema().types(Set.of("string"))));
                }
            });
            operation
                    .getResponses()
                    .addApiResponse("default", new ApiResponse().$ref("#/components/responses/" + PROBLEM));
            return operation;
        };
    }

    /** Query parameters are documented one by one; the map that the endpoint receives is not a parameter itself. */
    private static void describeParameters(Operation operation, HandlerMethod method) {
        if (operation.getParameters() == null) {
            return;
        }
        List<String> maps = Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.getParameterType() == MultiValueMap.class)
                .map(MethodParameter::getParameter)
                .map(java.lang.reflect.Parameter::getName)
                .toList();
        operation.getParameters().removeIf(parameter -> maps.contains(parameter.getName()));
        operation.getParameters().stream()
                .filter(parameter -> HEADERS.containsKey(parameter.getName()))
                .forEach(parameter -> parameter.description(HEADERS.get(parameter.getName())));
        operation.getParameters().stream()
                .filter(parameter -> parameter.getName().equals(HttpHeaders.IF_MATCH))
                .forEach(parameter -> parameter.required(true));
    }

    private static Content problem() {
        return new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
    }
}
