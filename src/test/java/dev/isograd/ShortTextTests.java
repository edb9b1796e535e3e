package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTests {

    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

    @Test
    void keepsShortTextWhole() {
        assertThat(ShortText.beginning("short", 5)).isEqualTo("short");
        assertThat(ShortText.of("\uD83D\uDE00".repeat(5), 5)).isEqualTo("\uD83D\uDE00".repeat(5));
    }

    @Test
    void countsCodePointsAndNotTheirHalves() {
        assertThat(ShortText.beginning("\uD83D\uDE00".repeat(9), 4)).isEqualTo("\uD83D\uDE00".repeat(4));
        assertThat(ShortText.of("\uD83D\uDE00".repeat(9), 4)).isEqualTo("\uD83D\uDE00".repeat(3) + "…");
    }

    @Test
    void cutsBetweenCharactersAsReadersSeeThem() {
        assertThat(ShortText.beginning("ab" + FAMILY, 4)).isEqualTo("ab");
        assertThat(ShortText.beginning("abe\u0301", 3)).isEqualTo("ab");
        assertThat(ShortText.beginning("ab\r\n", 3)).isEqualTo("ab");
    }

    @Test
    void cutsOneEndlessCharacterBetweenCodePoints() {
        assertThat(ShortText.beginning("e" + "\u0301".repeat(99), 10)).isEqualTo("e" + "\u0301".repeat(9));
    }
}
