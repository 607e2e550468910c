package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {
    private static String problem(String text) {
        return JsonSyntax.problem(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `` | unexpected end of JSON input
                    { | unexpected end of JSON input
                    -  | unexpected end of JSON input
                    x | invalid character 'x' looking for beginning of value
                    {x | invalid character 'x' looking for beginning of object key string
                    {"a";1} | invalid character ';' after object key
                    {"a":1;} | invalid character ';' after object key:value pair
                    [1;2] | invalid character ';' after array element
                    {"a":1} t | invalid character 't' after top-level value
                    notjson | invalid character 'o' in literal null (expecting 'u')
                    "\\x" | invalid character 'x' in string escape code
                    "\\u00g" | invalid character 'g' in \\u hexadecimal character escape
                    -a | invalid character 'a' in numeric literal
                    1.a | invalid character 'a' after decimal point in numeric literal
                    1ea | invalid character 'a' in exponent of numeric literal
                    01 | invalid character '1' after top-level value
                    '1' | invalid character '\\'' looking for beginning of value
                    """)
    void saysWhatIsWrongInTheWordsOfGo(String text, String problem) {
        assertThat(problem(text)).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, -0.5e+3, \"a\\n\\u00e9\", true, null, {\"a\": [] , \"b\":0}] ", "\"x\""})
    void findsNothingInJson(String text) {
        assertThat(problem(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\nb\""})
    void aLineEndInsideATextIsNamed(String text) {
        assertThat(problem(text)).isEqualTo("invalid character '\\n' in string literal");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            10000   | unexpected end of JSON input
            10001   | exceeded max depth
            1000000 | exceeded max depth
            """)
    void depthHasTheEndThatItHasInGo(int depth, String problem) {
        assertThat(problem("[".repeat(depth))).isEqualTo(problem);
        assertThat(problem("{\"a\":".repeat(depth))).isEqualTo(problem);
    }
}
