package dev.isograd.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every manifest with the types of Kubernetes. An unknown field is otherwise dropped in silence. */
class ChartTypesTests {

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    /** The kinds of operators, which frontend/src/test/chart.test.ts checks. */
    private static final Set<String> OTHERS =
            Set.of("ServiceMonitor", "PrometheusRule", "ScaledObject", "TriggerAuthentication");

    static List<String> valueSets() {
        return Chart.VALUE_SETS;
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void usesOnlyFieldsThatKubernetesKnows(String valueSet) throws Exception {
        for (String document : Chart.documents(Chart.rendered(valueSet))) {
            KubernetesResource resource = KUBERNETES.unmarshal(document);
            if (resource instanceof GenericKubernetesResource unknown) {
                assertThat(unknown.getKind()).isIn(OTHERS);
            } else {
                assertThat(unknownFields(resource)).as(document).isEmpty();
            }
        }
    }

    @Test
    void findsAFieldThatKubernetesDoesNotKnow() throws Exception {
        KubernetesResource pod = KUBERNETES.unmarshal("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: pod
            spec:
              containers:
                - name: container
                  imagePullPolicyy: Always
            """);

        assertThat(unknownFields(pod)).containsExactly("/spec/containers/0/imagePullPolicyy");
    }

    private static List<String> unknownFields(Object resource) throws ReflectiveOperationException {
        List<String> unknown = new ArrayList<>();
        walk(resource, "", unknown, Collections.newSetFromMap(new IdentityHashMap<>()));
        return unknown;
    }

    private static void walk(@Nullable Object value, String path, List<String> unknown, Set<Object> seen)
            throws ReflectiveOperationException {
        if (value instanceof Collection<?> entries) {
            int index = 0;
            for (Object entry : entries) {
                walk(entry, path + "/" + index++, unknown, seen);
            }
        } else if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                walk(entry.getValue(), path + "/" + entry.getKey(), unknown, seen);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.") && seen.add(value)) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    String name = getter.getName().substring(3);
                    if (name.equals("AdditionalProperties")) {
                        ((Map<?, ?>) getter.invoke(value)).keySet().forEach(key -> unknown.add(path + "/" + key));
                    } else {
                        walk(
                                getter.invoke(value),
                                path + "/" + Character.toLowerCase(name.charAt(0)) + name.substring(1),
                                unknown,
                                seen);
                    }
                }
            }
        }
    }
}
