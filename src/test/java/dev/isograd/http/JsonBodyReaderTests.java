package dev.isograd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class JsonBodyReaderTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonBodyReader reader =
            new JsonBodyReader(JSON, Validation.buildDefaultValidatorFactory().getValidator());

    private record Sample(
            @NotNull @Size(min = 1, max = 5) String name,
            @Max(2) @Nullable Integer count,
            @Omittable @Nullable Boolean flag,
            @Nullable Map<@Size(max = 3) String, @Size(max = 3) String> labels,
            @Nullable Object spec,
            @OtherFields(unless = "spec") @Nullable Map<String, @Nullable Object> others) {}

    @Test
    void bindsFieldsToTheirComponents() {
        JsonBody<Sample> body = read("{'name':'a','count':1,'flag':true,'labels':{'k':'v'},'spec':{'epochs':3}}");

        assertThat(body.problems()).isEmpty();
        assertThat(body.value()).isEqualTo(new Sample("a", 1, true, Map.of("k", "v"), Map.of("epochs", 3), null));
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThat(read("{'count':3,'flag':'yes','labels':{'long/name':'v','k':7,'l':'long'},'spec':1,'x/y':2}")
                        .problems())
                .containsExactly(
                        new FieldProblem("/x~1y", "is not a known field; known are [name, count, flag, labels, spec]"),
                        new FieldProblem("/flag", "must be true or false"),
                        new FieldProblem("/labels/k", "must be text"),
                        new FieldProblem("/count", "must be at most 2"),
                        new FieldProblem("/labels/l", "must have 0 to 3 characters"),
                        new FieldProblem("/labels/long~1name", "must have 0 to 3 characters"),
                        new FieldProblem("/name", "is required"));
    }

    @Test
    void collectsOtherFieldsOnlyWithoutTheNamedOne() {
        assertThat(read("{'name':'a','epochs':3}").value().others()).isEqualTo(Map.of("epochs", 3));
        assertThat(read("{'name':'a','epochs':3,'spec':{}}").problems())
                .extracting(FieldProblem::pointer)
                .containsExactly("/epochs");
    }

    @Test
    void distinguishesNullFromOmission() {
        assertThat(read("{'name':'a','count':null}").problems()).isEmpty();
        assertThat(read("{'name':'a','flag':null}").problems())
                .containsExactly(new FieldProblem("/flag", "must not be null; omit it instead"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1", "1e0", "-3"})
    void readsWholeNumbersInEveryNotation(String number) {
        assertThat(read("{'name':'a','count':" + number + "}").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "'1'", "1e300", "true", "[1]", "99999999999999999999"})
    void refusesOtherValuesAsWholeNumbers(String value) {
        assertThat(read("{'name':'a','count':" + value + "}").problems())
                .containsExactly(new FieldProblem("/count", "must be a whole number"));
    }

    @Test
    void refusesTextThatCannotBeStoredBeforeAnythingElse() {
        assertThatThrownBy(() -> read("{'name':'\\u0000','labels':{'\\ud800':1},'x':['\\udfff']}"))
                .isInstanceOfSatisfying(
                        RequestProblem.class,
                        problem -> assertThat(problem.getBody().getProperties())
                                .containsEntry("code", "malformed_body")
                                .extractingByKey("errors")
                                .asList()
                                .extracting("pointer")
                                .containsExactly("/name", "/labels", "/x/0"));
    }

    @Test
    void explainsProblemsInEnglishWhateverTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(read("{}").problems()).containsExactly(new FieldProblem("/name", "is required"));
        } finally {
            Locale.setDefault(before);
        }
    }

    private JsonBody<Sample> read(String json) {
        return reader.read(JSON.readValue(json.replace('\'', '"'), new TypeReference<>() {}), Sample.class);
    }
}
