package dev.isograd.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    private static final int LONGEST = 40;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet20 sgr k4",
                "a/b.c_d-e",
                "größte Genauigkeit",
                "e\u0301tude",
                "中文名字",
                "العربية",
                "हिन्दी",
                "ไทย",
                "한국어",
                "x\u00A0y\u3000z",
                "👍",
                "👍🏽",
                "❤\uFE0F",
                "☎\uFE0E",
                "1\uFE0F\u20E3",
                "👨\u200D👩\u200D👧",
                "👩🏽\u200D❤\uFE0F\u200D💋\u200D👨🏻",
                "👨🏻\u200D🦰",
                "🏳\uFE0F\u200D🌈",
                "🇩🇪",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "<b>&amp;'\"</b>",
                "\u2800a",
                "\uFFFD"
            })
    void acceptsReadableText(String name) {
        assertThat(Names.problem(name, 1, LONGEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0007",
                "\u001B",
                "\t",
                "\n",
                "\r",
                "\u007F",
                "\u0085",
                "\u009B", // controls
                "\u061C",
                "\u200E",
                "\u200F",
                "\u202A",
                "\u202B",
                "\u202C",
                "\u202D",
                "\u202E", // bidirectional
                "\u2066",
                "\u2067",
                "\u2068",
                "\u2069",
                "\u206A",
                "\u206F", // bidirectional
                "\u00AD",
                "\u034F",
                "\u115F",
                "\u1160",
                "\u17B4",
                "\u17B5",
                "\u180B",
                "\u180E",
                "\u200B", // invisible
                "\u200C",
                "\u200D",
                "\u2060",
                "\u2061",
                "\u2064",
                "\u3164",
                "\uFE00",
                "\uFE0F",
                "\uFEFF", // invisible
                "\uFFA0",
                "\uFFF9",
                "\uFFFB",
                "\uD834\uDD59",
                "\uD834\uDD73",
                "\uD82F\uDCA0", // invisible
                "\uDB40\uDC01",
                "\uDB40\uDC41",
                "\uDB40\uDC7F",
                "\uDB40\uDD00", // tags and selectors
                "\u2028",
                "\u2029", // line separators
                "\uE000",
                "\uDBFF\uDFFD", // private use
                "\uD800",
                "\uDC00", // halves of characters
                "\u0378",
                "\uFFFE",
                "\uFDD0",
                "\uD83F\uDFFF" // unassigned
            })
    void refusesCharactersThatHideOrReorderText(String character) {
        String name = "a" + character + "b";

        assertThat(Names.problem(name, 1, LONGEST))
                .hasValueSatisfying(
                        problem -> assertThat(problem).endsWith("U+%04X".formatted(character.codePointAt(0))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍\u200D",
                "\u200D👍",
                "a\u200D👍",
                "👍\u200Da",
                "👍\u200D\u200D👍",
                "👍\uFE0F\uFE0F",
                "1\uFE0F",
                "❤\uFE0F\u200B"
            })
    void acceptsJoinersAndSelectorsOnlyWithinEmoji(String name) {
        assertThat(Names.problem(name, 1, LONGEST)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\u00A0", "\u2000\u2003", "\u2007", "\u202F", "\u205F", "\u3000", "\u2800", "\u3164"})
    void refusesBlanks(String name) {
        assertThat(Names.problem(name, 1, LONGEST)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {" a b ", "\u00A0a b\u2007", "\u3000\u2800a b\u2800", "\ta b\n"})
    void stripsEveryKindOfBlank(String name) {
        assertThat(Names.strip(name)).isEqualTo("a b");
    }

    @Test
    void countsCodePoints() {
        assertThat(Names.problem("👍".repeat(LONGEST), 1, LONGEST)).isEmpty();
        assertThat(Names.problem("👍".repeat(LONGEST + 1), 1, LONGEST)).contains("must have 1 to 40 characters");
        assertThat(Names.problem("", 0, LONGEST)).isEmpty();
    }
}
