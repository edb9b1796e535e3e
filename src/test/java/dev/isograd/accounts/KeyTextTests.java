package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KeyTextTests {

    private final KeyText key = KeyText.random(new SecureRandom());

    @Test
    void parsesGeneratedKeys() {
        assertThat(KeyText.parse(key.text())).contains(key);
        assertThat(key.text()).startsWith("isg_" + key.publicId() + "_").hasSize(4 + 16 + 1 + 64 + 8);
    }

    @Test
    void detectsEverySingleWrongLetter() {
        for (int i = 0; i < key.text().length(); i++) {
            StringBuilder wrong = new StringBuilder(key.text());
            wrong.setCharAt(i, key.text().charAt(i) == 'a' ? 'b' : 'a');
            assertThat(KeyText.parse(wrong.toString())).isEmpty();
        }
    }

    @Test
    void showsNoSecretWhenPrinted() {
        assertThat(key.toString()).isEqualTo("isg_" + key.publicId() + "_…");
    }
}
