package dev.isograd.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.isograd.IsogradApplication;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.learning.spec.SpecCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.configuration.SpringDocSecurityConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Generates the OpenAPI document from the controllers, without their collaborators and without a server. */
final class OpenApiDocument {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String SPEC = "#/components/schemas/TrainingSpec";

    private OpenApiDocument() {}

    static String generate() {
        JsonNode[] generated = new JsonNode[1];
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        SpringDocConfigProperties.class,
                        SpringDocConfiguration.class,
                        SpringDocSecurityConfiguration.class,
                        SpringDocWebMvcConfiguration.class))
                .withUserConfiguration(OpenApiConfiguration.class)
                .withPropertyValues(
                        "springdoc.api-docs.enabled=true",
                        "springdoc.paths-to-match=/api/v1/**",
                        "springdoc.default-produces-media-type=application/json",
                        "springdoc.override-with-generic-response=false")
                .withInitializer(OpenApiDocument::addControllers)
                .run(context -> generated[0] = JSON.readTree(MockMvcBuilders.webAppContextSetup(context)
                        .build()
                        .perform(get("/v3/api-docs"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8)));
        ObjectNode document = (ObjectNode) rename(generated[0]);
        addSpec((ObjectNode) document.at("/components/schemas"));
        return JSON.writeValueAsString(sorted(document)) + "\n";
    }

    /** Clients see {@code Job} and {@code JobPage} instead of {@code JobResponse} and {@code PageJobResponse}. */
    private static JsonNode rename(JsonNode document) {
        String text = document.toString();
        for (String name : List.copyOf(document.at("/components/schemas").propertyNames())) {
            String shown = name.replaceFirst("Response$", "").replaceFirst("^Page(.+)", "$1Page");
            text = text.replace("\"" + name + "\":", "\"" + shown + "\":")
                    .replace("#/components/schemas/" + name + "\"", "#/components/schemas/" + shown + "\"");
        }
        return JSON.readTree(text);
    }

    /** The catalog describes the spec; a submission is a spec beside or among the fields of the job. */
    private static void addSpec(ObjectNode schemas) {
        ObjectNode spec = JSON.valueToTree(SpecCatalog.describe().get("spec"));
        spec.findParents("default").forEach(field -> describeDefault((ObjectNode) field));
        schemas.set("TrainingSpec", spec);
        schemas.putObject("JobSpec")
                .put("description", "What a job does, by its kind.")
                .putArray("anyOf")
                .add(JSON.createObjectNode().put("$ref", SPEC))
                .add(JSON.createObjectNode().put("$ref", "#/components/schemas/ImportSpec"));
        ObjectNode nested = (ObjectNode) schemas.get("SubmitJobRequest");
        nested.putArray("required").add("spec");
        ObjectNode flat = nested.deepCopy();
        nested.withObject("properties").putObject("spec").put("$ref", SPEC);
        flat.withObject("properties").remove("spec");
        flat.set("required", spec.get("required"));
        spec.get("properties")
                .propertyNames()
                .forEach(name ->
                        flat.withObject("properties").putObject(name).put("$ref", SPEC + "/properties/" + name));
        ObjectNode either = schemas.putObject("SubmitJobRequest")
                .put(
                        "description",
                        "A training spec in `spec` beside the fields of the job, or all fields in one object.");
        either.putArray("oneOf").add(nested).add(flat);
        either.putArray("examples").add(JSON.readTree(SampleJobs.SPEC));
    }

    /** Generators of clients write a default that is an object into code that does not compile. */
    private static void describeDefault(ObjectNode field) {
        if (field.get("default").isObject()) {
            JsonNode value = field.remove("default");
            if (!value.isEmpty()) {
                field.put(
                        "description",
                        "%s By default %s."
                                .formatted(field.path("description").asString(""), value)
                                .strip());
            }
        }
    }

    /** The order in which controllers are found must not matter. */
    private static JsonNode sorted(ObjectNode document) {
        sort((ObjectNode) document.get("paths"));
        sort((ObjectNode) document.at("/components/schemas"));
        // The catalog describes types with maps that have no order.
        document.at("/components/schemas/TrainingSpec").findParents("type").forEach(type -> sort((ObjectNode) type));
        return document;
    }

    private static void sort(ObjectNode node) {
        Map<String, JsonNode> properties = new TreeMap<>();
        node.properties().forEach(property -> properties.put(property.getKey(), property.getValue()));
        node.removeAll();
        node.setAll(properties);
    }

    /** springdoc reads classes only, so the controllers need no working collaborators. */
    private static void addControllers(ConfigurableApplicationContext context) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        SpringObjenesis objenesis = new SpringObjenesis();
        for (BeanDefinition found : scanner.findCandidateComponents(IsogradApplication.class.getPackageName())) {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
            addBean((GenericApplicationContext) context, type, objenesis);
        }
    }

    private static <T> void addBean(GenericApplicationContext context, Class<T> type, SpringObjenesis objenesis) {
        context.registerBeanDefinition(type.getName(), new RootBeanDefinition(type, () -> objenesis.newInstance(type)));
    }
}
