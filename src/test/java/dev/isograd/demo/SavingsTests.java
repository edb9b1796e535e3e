package dev.isograd.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SavingsTests {

    @Test
    void namesTheMemoryAndTheAccuracyOfBoth() {
        assertThat(Savings.sentence(succeeded(480_000_000, 0.824), succeeded(240_000_000, 0.8015)))
                .isEqualTo("SGR trained with 240 MB of memory and back-propagation with 480 MB: 50 % less. "
                        + "Test accuracy after 2 epochs: 80.2 % and 82.4 %.");
    }

    @Test
    void doesNotHideThatMemoryWasNotSaved() {
        assertThat(Savings.sentence(succeeded(200_000_000, 0.8), succeeded(230_000_000, 0.8)))
                .contains("15 % more");
    }

    @Test
    void comparesNothingWithAFailedTraining() {
        JsonNode failed = json("{\"state\":\"FAILED\",\"result\":null}");

        assertThat(Savings.sentence(succeeded(200_000_000, 0.8), failed)).contains("did not succeed");
    }

    @Test
    void comparesNoMemoryWhereItIsNotMeasured() {
        JsonNode unmeasured = json("{\"state\":\"SUCCEEDED\",\"result\":{\"testAccuracy\":0.8,\"memory\":{}}}");

        assertThat(Savings.sentence(unmeasured, unmeasured)).contains("does not measure it");
    }

    private static JsonNode succeeded(long bytes, double accuracy) {
        return json("{\"state\":\"SUCCEEDED\",\"spec\":{\"epochs\":2},\"result\":{\"testAccuracy\":" + accuracy
                + ",\"memory\":{\"measuredBytes\":" + bytes + "}}}");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
