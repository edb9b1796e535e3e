package dev.isograd.learning.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecCatalogTests {

    @Test
    void describesEveryType() {
        Map<String, Object> catalog = SpecCatalog.describe();

        assertThat(types(catalog, "networks"))
                .containsExactlyInAnyOrder("resnet", "resnet-bottleneck", "vgg", "vit", "mlp");
        assertThat(types(catalog, "heads")).containsExactlyInAnyOrder("linear", "conv1x1", "conv", "dgl", "etf");
        assertThat(types(catalog, "rules"))
                .containsExactlyInAnyOrder(
                        "backprop",
                        "checkpointed-backprop",
                        "greedy",
                        "sgr",
                        "sgr-bp-free",
                        "overlap",
                        "staggered",
                        "predsim",
                        "pgl",
                        "blockwise",
                        "deep-supervision");
        assertThat(types(catalog, "optimizers")).containsExactlyInAnyOrder("sgd", "adamw");
        assertThat(types(catalog, "schedules")).containsExactlyInAnyOrder("constant", "cosine", "step");
    }

    @Test
    @SuppressWarnings("unchecked")
    void describesTheWholeSpecAsASchema() {
        Map<String, Object> schema =
                (Map<String, Object>) SpecCatalog.describe().getOrDefault("spec", Map.of());

        assertThat(schema).containsEntry("additionalProperties", false);
        assertThat((List<String>) schema.getOrDefault("required", List.of()))
                .containsExactlyInAnyOrder("dataset", "network", "rule", "epochs");
        Map<String, Object> properties = (Map<String, Object>) schema.getOrDefault("properties", Map.of());
        Map<String, Object> batchSize = (Map<String, Object>) properties.getOrDefault("batchSize", Map.of());
        assertThat(batchSize).containsEntry("type", "integer").containsEntry("minimum", 2L);
        assertThat(new BigDecimal(String.valueOf(batchSize.get("default")))).isEqualByComparingTo("128");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> types(Map<String, Object> catalog, String kind) {
        List<Map<String, Object>> entries =
                (List<Map<String, Object>>) catalog.getOrDefault(kind, Collections.emptyList());
        assertThat(entries).allSatisfy(entry -> assertThat(entry).containsKeys("title", "help", "schema"));
        return entries.stream().map(entry -> entry.getOrDefault("type", "")).toList();
    }
}
