package dev.isograd.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Helm makes of the chart, and what it refuses. */
class ChartRenderingTests {

    static Stream<String> valueSets() {
        return Chart.VALUE_SETS.stream();
    }

    @Test
    void passesStrictLint() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    /** So that a change of a template is read as a change of what is installed. {@code -Dhelm.write=true} rewrites them. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void rendersWhatIsKept(String valueSet) throws Exception {
        String rendered = Chart.withoutFiles(Chart.rendered(valueSet));
        if (Boolean.getBoolean("helm.write")) {
            Files.writeString(Chart.golden(valueSet), rendered);
        }

        assertThat(rendered).isEqualTo(Chart.read(Chart.golden(valueSet)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bogus | 1 | 'bogus' not allowed",
                "api.replica | 1 | 'replica' not allowed",
                "workers[0].gpu | 1 | 'gpu' not allowed",
                "workerDefaults.autoscaling.max | 1 | 'max' not allowed",
                "api.resources.limit | 1 | 'limit' not allowed",
                "api.replicas | two | got string, want integer",
                "api.replicas | 0 | minimum",
                "api.terminationGracePeriodSeconds | 20 | minimum",
                "database.url | mysql://x/y | does not match pattern",
                "database.url | jdbc:postgresql://x/y?password=z | 'not' failed",
                "settings.ISOGRAD_ACCOUNTS_PEPPER | x | 'not' failed",
                "settings.PATH | x | 'PATH' does not match pattern",
                "image.tag | latest | 'not' failed",
                "securityContext.readOnlyRootFilesystem | false | value must be true",
                "podSecurityContext.runAsUser | 0 | minimum",
                "workers[0].name | Cpu | does not match pattern",
                "workers[0].name | a-name-of-more-than-20-letters | maxLength"
            })
    void refusesWhatTheSchemaDoesNotAllow(String name, String value, String message) {
        assertThatThrownBy(() -> Chart.render("isograd", "default", "workers[0].name", "cpu", name, value))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | database.url | '' | database.url is empty",
                "default | database.existingSecret | '' | database.existingSecret is empty",
                "default | keys.existingSecret | '' | keys.existingSecret is empty",
                "default | store.s3.bucket | '' | store.s3.bucket is empty",
                "default | store.type | file | needs store.file.existingClaim",
                "default | ingress.enabled | true | ingress.hosts is empty",
                "default | oidc.issuer | https://login.example.org | oidc.issuer needs oidc.clientId and publicUrl",
                "trial | launcher.enabled | true | database.embedded has no worker pools",
                "production | workers[1].name | cpu | two pools with the name cpu",
                "trial | api.replicas | 2 | database.embedded allows one pod only",
                "trial | api.autoscaling.enabled | true | database.embedded allows one pod only",
                "trial | workers[0].name | cpu | database.embedded has no worker pools",
                "trial | database.url | jdbc:postgresql://db/isograd | exclude each other"
            })
    void saysWhatIsMissing(String valueSet, String name, String value, String message) {
        assertThatThrownBy(() -> Chart.render("isograd", valueSet, name, value)).hasMessageContaining(message);
    }

    @Test
    void hasNoPasswordOfItsOwn() {
        assertThatThrownBy(() -> new Helm(Chart.FOLDER)
                        .template()
                        .withName("isograd")
                        .withKubeVersion("1.32.0")
                        .call())
                .hasMessageContaining("database.url is empty");
    }
}
