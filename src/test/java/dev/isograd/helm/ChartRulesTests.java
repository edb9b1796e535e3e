package dev.isograd.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Rules for every manifest of every value set, which no schema expresses. */
class ChartRulesTests {

    /** Every part of the process ends within this time after SIGTERM, see docs/jobs.md. */
    private static final int STOP_SECONDS = 40;

    private static final String LONGEST_RELEASE = "a-release-whose-name-is-as-long-as-helm-allows-at-all";

    static List<String> valueSets() {
        return Chart.VALUE_SETS;
    }

    private static List<Manifest> manifests(String valueSet) {
        return Chart.manifests(Chart.rendered(valueSet));
    }

    private static void eachContainer(String valueSet, BiConsumer<Manifest, Manifest> check) {
        manifests(valueSet).forEach(manifest -> {
            Manifest pod = manifest.pod();
            if (pod != null) {
                assertThat(pod.containers()).as(manifest.name()).isNotEmpty();
                pod.containers().forEach(container -> check.accept(manifest, container));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void limitsEveryContainer(String valueSet) {
        eachContainer(valueSet, (manifest, container) -> {
            for (String part : List.of("requests", "limits")) {
                assertThat(container.map("resources." + part))
                        .as(manifest.name())
                        .containsKeys("cpu", "memory");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void probesEveryContainerThatServes(String valueSet) {
        eachContainer(valueSet, (manifest, container) -> {
            if (isServer(manifest)) {
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    assertThat(container.string(probe + ".httpGet.port")).isEqualTo("management");
                }
            }
        });
    }

    /** The standard "restricted" of Kubernetes, and a root file system that nobody can write. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void restrictsEveryPod(String valueSet) {
        eachContainer(valueSet, (manifest, container) -> {
            Manifest pod = Objects.requireNonNull(manifest.pod());
            assertThat(pod.at("spec.securityContext.runAsNonRoot")).isEqualTo(true);
            assertThat(pod.at("spec.securityContext.runAsUser")).isEqualTo(10001);
            assertThat(pod.string("spec.securityContext.seccompProfile.type")).isEqualTo("RuntimeDefault");
            assertThat(container.at("securityContext.allowPrivilegeEscalation")).isEqualTo(false);
            assertThat(container.at("securityContext.readOnlyRootFilesystem")).isEqualTo(true);
            assertThat(container.at("securityContext.capabilities")).isEqualTo(Map.of("drop", List.of("ALL")));
            for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
                assertThat(pod.at("spec." + host)).isNull();
            }
            assertThat(pod.list("spec.volumes")).noneMatch(volume -> volume.at("hostPath") != null);
        });
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void mountsAFolderWhereverTheProcessWrites(String valueSet) {
        eachContainer(
                valueSet,
                (manifest, container) -> assertThat(container.list("volumeMounts"))
                        .extracting(mount -> mount.string("mountPath"))
                        .contains("/data", "/tmp"));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void namesAVersionOfEveryImage(String valueSet) {
        eachContainer(
                valueSet,
                (manifest, container) -> assertThat(container.string("image"))
                        .matches("[^@]+:[^/@:]+|[^@]+@sha256:[0-9a-f]{64}")
                        .doesNotContain(":latest"));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void leavesEnoughTimeToStop(String valueSet) {
        manifests(valueSet).stream()
                .filter(ChartRulesTests::isServer)
                .map(manifest -> Objects.requireNonNull(manifest.pod()))
                .forEach(pod -> {
                    Object sleep = pod.containers().getFirst().at("lifecycle.preStop.sleep.seconds");
                    int before = sleep instanceof Integer seconds ? seconds : 0;
                    assertThat((Integer) pod.at("spec.terminationGracePeriodSeconds"))
                            .isGreaterThan(before + STOP_SECONDS);
                });
    }

    /** A secret is always named, never contained. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void containsNoSecret(String valueSet) {
        assertThat(manifests(valueSet)).noneMatch(manifest -> manifest.kind().equals("Secret"));
        Pattern secret = Pattern.compile("PASSWORD|SECRET|PEPPER|TOKEN|(?<!SSH)_KEY$|USERNAME");
        eachContainer(
                valueSet,
                (manifest, container) -> container.list("env").stream()
                        .filter(variable ->
                                secret.matcher(variable.string("name")).find())
                        .filter(variable ->
                                !variable.string("name").matches(".*(KMS_KEY|TOLERATIONS_[0-9]+_KEY|PULL_SECRETS)"))
                        .forEach(variable -> {
                            assertThat(variable.at("value"))
                                    .as(variable.string("name"))
                                    .isNull();
                            assertThat(variable.at("valueFrom.secretKeyRef.name"))
                                    .isNotNull();
                        }));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void givesTheTokenOfTheClusterToTheLauncherOnly(String valueSet) {
        manifests(valueSet).forEach(manifest -> {
            Manifest pod = manifest.pod();
            if (pod != null) {
                assertThat(pod.at("spec.automountServiceAccountToken"))
                        .as(manifest.name())
                        .isEqualTo(manifest.name().equals("isograd-launcher"));
            }
        });
    }

    @Test
    void allowsTheLauncherWhatItNeedsAndNothingElse() {
        Manifest role = find(manifests("launcher"), "Role", "isograd-launcher");

        assertThat(role.at("rules"))
                .isEqualTo(List.of(
                        rule("batch", "jobs", "create", "get", "list", "watch", "delete"),
                        rule("", "pods", "get", "list", "watch"),
                        rule("", "pods/log", "get")));
        for (String valueSet : Chart.VALUE_SETS) {
            assertThat(kinds(Chart.rendered(valueSet)).contains("Role")).isEqualTo(valueSet.equals("launcher"));
            assertThat(kinds(Chart.rendered(valueSet))).doesNotContain("ClusterRole", "ClusterRoleBinding");
        }
    }

    private static Map<String, Object> rule(String group, String resource, String... verbs) {
        return Map.of("apiGroups", List.of(group), "resources", List.of(resource), "verbs", List.of(verbs));
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void hasNamesThatFit(String valueSet) {
        List<Manifest> longest = Chart.manifests(Chart.render(
                LONGEST_RELEASE,
                valueSet,
                valueSet.equals("trial") ? new String[0] : new String[] {"workers[0].name", "a-pool-of-20-letters"}));

        assertThat(longest).isNotEmpty().allSatisfy(manifest -> {
            assertThat(manifest.name()).hasSizeLessThanOrEqualTo(63).matches("[a-z]([-a-z0-9]*[a-z0-9])?");
            labels(manifest).values().forEach(value -> assertThat(value).hasSizeLessThanOrEqualTo(63));
        });
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void doesNotClashWithAnotherReleaseInTheNamespace(String valueSet) {
        Set<String> first = ids(Chart.render(LONGEST_RELEASE.replaceFirst("all$", "one"), valueSet));
        Set<String> second = ids(Chart.render(LONGEST_RELEASE.replaceFirst("all$", "two"), valueSet));
        Set<String> common = new HashSet<>(first);
        common.retainAll(second);

        assertThat(first).hasSameSizeAs(second);
        assertThat(common).isEmpty();
    }

    /** Kubernetes refuses an upgrade that changes the selector of a Deployment. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void keepsSelectorsInAnUpgrade(String valueSet) {
        List<Object> before = selectors(manifests(valueSet));
        List<Object> after = selectors(Chart.manifests(Chart.render(
                "isograd",
                valueSet,
                "image.tag",
                "9.9.9",
                "commonLabels.team",
                "other",
                "api.podLabels.new",
                "label")));

        assertThat(after).isEqualTo(before).isNotEmpty();
    }

    /** Each selector finds exactly the pods of its own Deployment. */
    @ParameterizedTest
    @MethodSource("valueSets")
    void selectsOnlyItsOwnPods(String valueSet) {
        List<Manifest> deployments =
                manifests(valueSet).stream().filter(ChartRulesTests::isServer).toList();
        for (Manifest selecting : deployments) {
            Set<Map.Entry<String, Object>> selector =
                    selecting.map("spec.selector.matchLabels").entrySet();
            assertThat(deployments.stream()
                            .filter(other -> other.map("spec.template.metadata.labels")
                                    .entrySet()
                                    .containsAll(selector)))
                    .containsExactly(selecting);
        }
    }

    @Test
    void deniesWhatNoPolicyNames() {
        Manifest deny = find(manifests("default"), "NetworkPolicy", "isograd-deny");

        assertThat(deny.at("spec.policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(deny.at("spec.egress")).isNull();
        assertThat(deny.at("spec.ingress")).isNull();
        for (String valueSet : Chart.VALUE_SETS) {
            manifests(valueSet).stream()
                    .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                    .forEach(policy -> {
                        assertThat(policy.at("spec.policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
                        policy.list("spec.egress")
                                .forEach(rule -> assertThat(rule.list("ports"))
                                        .as(policy.name())
                                        .isNotEmpty());
                    });
        }
    }

    @Test
    void turnsOffEachOptionalPartByItsValue() {
        Map<String, String> parts = Map.of(
                "serviceMonitor.enabled", "ServiceMonitor",
                "prometheusRule.enabled", "PrometheusRule",
                "dashboards.enabled", "ConfigMap",
                "ingress.enabled", "Ingress",
                "networkPolicy.enabled", "NetworkPolicy",
                "migration.enabled", "Job",
                "api.autoscaling.enabled", "HorizontalPodAutoscaler",
                "workers[0].autoscaling.enabled", "ScaledObject",
                "serviceAccount.create", "ServiceAccount");
        parts.forEach((value, kind) -> {
            assertThat(kinds(Chart.rendered("production"))).contains(kind);
            assertThat(kinds(Chart.render("isograd", "production", value, "false")))
                    .as(value)
                    .doesNotContain(kind);
        });
        assertThat(Chart.read(Chart.FOLDER.resolve("templates/monitoring.yaml")))
                .doesNotContain(".Capabilities");
    }

    @Test
    void carriesTheAlertsAndTheBoard() {
        List<Manifest> production = manifests("production");
        Map<String, Object> alerts = new Yaml().load(Chart.read(Chart.FOLDER.resolve("files/alerts.yaml")));

        assertThat(find(production, "PrometheusRule", "isograd").map("spec")).isEqualTo(alerts);
        assertThat(find(production, "ConfigMap", "isograd-dashboard").string("data.isograd.json"))
                .isNotBlank();
    }

    private static Manifest find(List<Manifest> manifests, String kind, String name) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isServer(Manifest manifest) {
        return Set.of("Deployment", "StatefulSet").contains(manifest.kind());
    }

    private static Set<String> kinds(String rendered) {
        return Chart.manifests(rendered).stream().map(Manifest::kind).collect(Collectors.toSet());
    }

    private static Set<String> ids(String rendered) {
        return Chart.manifests(rendered).stream()
                .map(manifest -> manifest.kind() + "/" + manifest.name())
                .collect(Collectors.toSet());
    }

    private static List<Object> selectors(List<Manifest> manifests) {
        return manifests.stream()
                .filter(ChartRulesTests::isServer)
                .map(manifest -> (Object) Map.of(manifest.name(), manifest.map("spec.selector")))
                .toList();
    }

    private static Map<String, String> labels(Manifest manifest) {
        return manifest.map("metadata.labels").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, label -> String.valueOf(label.getValue())));
    }
}
