package io.kubejar.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.testing.SeededTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms are upstream's regular expressions: apimachinery/pkg/util/validation/validation.go, v1.36. */
class NamesTest {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL_1123 = Pattern.compile(LABEL);
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final String LETTERS = "az09AZ-._\u00e9";

    @SeededTest
    @DisplayName("short texts of all kinds of letters are right when upstream's regular expression says so")
    void formsAreUpstreams(long seed) {
        Chance chance = Chance.seeded(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = chance.below(7); length > 0; length--) {
                int half = chance.below(2) == 0 ? 4 : LETTERS.length(); // many shall be right
                text.append(LETTERS.charAt(chance.below(half)));
            }
            String name = text.toString();
            assertThat(Names.label(name).isEmpty())
                    .as(name)
                    .isEqualTo(LABEL_1123.matcher(name).matches());
            assertThat(Names.label1035(name).isEmpty())
                    .as(name)
                    .isEqualTo(LABEL_1035.matcher(name).matches());
            assertThat(Names.subdomain(name).isEmpty())
                    .as(name)
                    .isEqualTo(SUBDOMAIN.matcher(name).matches());
            assertThat(Names.qualifiedName(name).isEmpty())
                    .as(name)
                    .isEqualTo(QUALIFIED.matcher(name).matches());
            assertThat(Names.labelValue(name).isEmpty())
                    .as(name)
                    .isEqualTo(name.isEmpty() || QUALIFIED.matcher(name).matches());
        }
    }

    @ParameterizedTest
    @CsvSource({"a, 63, true", "a, 64, false", "\u00e9, 21, true", "\u00e9, 31, true", "\u00e9, 32, false"})
    @DisplayName("a length is counted in bytes")
    void lengthsAreBytes(String letter, int times, boolean fits) {
        String tooLong = "must be no more than 63 characters";
        assertThat(Names.labelValue(letter.repeat(times)).contains(tooLong)).isNotEqualTo(fits);
    }
}
