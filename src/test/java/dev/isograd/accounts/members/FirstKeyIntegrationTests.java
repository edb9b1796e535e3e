package dev.isograd.accounts.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class FirstKeyIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private AccountService accounts;

    /** Made like the command in docs/deployment.md makes it. */
    private static String key() {
        byte[] random = new byte[40];
        new SecureRandom().nextBytes(random);
        String text = "isg_" + HexFormat.of().formatHex(random, 0, 8) + "_"
                + HexFormat.of().formatHex(random, 8, 40);
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "%08x".formatted(sum.getValue());
    }

    @Test
    void makesAnAdministratorWithTheChosenKey() {
        FirstKey chosen = new FirstKey(key() + "\n");

        accounts.openAdministrator("chosen", "chosen", chosen.firstKey());

        Api.Answer me = new People(api).as(chosen.firstKey(), "GET", "/me", "");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body().at("/administrator").asBoolean()).isTrue();
        assertThat(chosen.toString()).doesNotContain(chosen.firstKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "isg_0123456789abcdef_", "isg_0123456789abcdef_00"})
    void refusesWhatIsNoKeyWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> new FirstKey(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("isograd.accounts.first-key")
                .message()
                .doesNotContain(text);
        assertThatThrownBy(() -> new FirstKey(key().replaceFirst(".$", "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isGeneratedByDefault() {
        assertThat(new FirstKey("").isChosen()).isFalse();
    }
}
