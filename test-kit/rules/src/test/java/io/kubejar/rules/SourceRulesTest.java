package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries the rules on sources: bad samples are caught, good ones are not. */
class SourceRulesTest {
    private static final String FILE = "apiserver-emulator/core/src/main/java/a/A.java";
    private static final String INFO = "apiserver-emulator/core/src/main/java/a/package-info.java";
    private static final String GOOD_INFO = "/** What it holds. */\n@NullMarked\npackage a;\n";

    @Test
    @DisplayName("a good source passes")
    void aGoodSourcePasses() {
        assertThat(check("package a;\nimport java.util.List;\nclass A { void run() { List.of(); } }\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            import java.util.*; class A {}                                | imports a wildcard
            import static java.util.List.*; class A {}                    | imports a wildcard
            class A { @org.junit.jupiter.api.Disabled void run() {} }     | disables a test
            class A { void run() { System.out.println(); } }              | uses System.out
            class A { Object o = System.err; }                            | uses System.err
            class A { void run(Exception e) { e.printStackTrace(); } }    | prints a stack trace
            class A { int i = ; }                                         | cannot be parsed
            """)
    void aBadSourceIsCaught(String source, String message) {
        assertThat(check("package a; " + source)).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @CsvSource({"DO,TO", "ME,FIX", "XX,X"})
    void aMarkOfUnfinishedWorkIsCaught(String end, String begin) {
        assertThat(check("package a;\n// " + begin + end + ": later\nclass A {}"))
                .containsExactly(FILE + ":2 has a mark of unfinished work: finish it or refuse it by name");
    }

    @Test
    @DisplayName("the command line may print")
    void theCommandLineMayPrint() {
        String source = "package a; class A { Object o = System.out; }";
        String folder = "test-kit/cli/src/main/java/a/";
        assertThat(SourceRules.violations(Map.of(folder + "A.java", source, folder + "package-info.java", GOOD_INFO)))
                .isEmpty();
    }

    @Test
    @DisplayName("a file of 400 lines passes, one of 401 is caught")
    void aLongFileIsCaught() {
        assertThat(check("package a;\nclass A {\n" + "\n".repeat(397) + "}\n")).isEmpty();
        assertThat(check("package a;\nclass A {\n" + "\n".repeat(398) + "}\n"))
                .containsExactly(FILE + " has 401 lines, allowed are 400: split it by subject");
    }

    @Test
    @DisplayName("a method of 70 lines passes, one of 71 is caught")
    void aLongMethodIsCaught() {
        assertThat(check("package a;\nclass A {\nvoid run() {\n" + "\n".repeat(68) + "}\n}\n"))
                .isEmpty();
        assertThat(check("package a;\nclass A {\nvoid run() {\n" + "\n".repeat(69) + "}\n}\n"))
                .containsExactly(FILE + ":3 run() has 71 lines, allowed are 70: split it");
    }

    @Test
    @DisplayName("a long constructor and a long initializer are caught")
    void aLongConstructorIsCaught() {
        assertThat(check("package a;\nclass A {\nA() {\n" + "\n".repeat(69) + "}\n}\n"))
                .containsExactly(FILE + ":3 the constructor has 71 lines, allowed are 70: split it");
        assertThat(check("package a;\nclass A {\nstatic {\n" + "\n".repeat(69) + "}\n}\n"))
                .containsExactly(FILE + ":3 the initializer has 71 lines, allowed are 70: split it");
    }

    @ParameterizedTest
    @CsvSource({"@NullMarked package a;", "/** Says what. */ package a;", "''"})
    void aPackageWithoutMarkOrSentenceIsCaught(String info) {
        List<String> found = SourceRules.violations(Map.of(FILE, "package a; class A {}", INFO, info));
        assertThat(found)
                .containsExactly(
                        "apiserver-emulator/core/a has no package-info.java with a sentence of javadoc and @NullMarked");
    }

    private static List<String> check(String source) {
        return SourceRules.violations(Map.of(FILE, source, INFO, GOOD_INFO));
    }
}
