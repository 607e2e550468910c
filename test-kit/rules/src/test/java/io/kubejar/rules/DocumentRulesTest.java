package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries the rules on documents: bad samples are caught, good ones are not. */
class DocumentRulesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# One\n\n[other](OTHER.md)\n",
                "# One\n\n[part](OTHER.md#some-part-2)\n",
                "# One\n\n## Own part\n\n[own](#own-part)\n",
                "# One\n\n[site](https://example.org/x) [mail](mailto:a@example.org)\n",
                "# One\n\n```\n# a comment\n[no](link)\n```\n",
                "# One\n\n[other]\n\n[other]: OTHER.md\n",
                "# One\n\n[code `a`](OTHER.md)\n",
                "# One\n\n`[no](link)`\n"
            })
    void aGoodDocumentPasses(String text) throws IOException {
        assertThat(DocumentRules.violations("A.md", write(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"## No title\n", "# One\n\n# Two\n", ""})
    void aDocumentWithoutExactlyOneTitleIsCaught(String text) throws IOException {
        assertThat(DocumentRules.violations("A.md", write(text)))
                .singleElement()
                .asString()
                .contains("a document has exactly one line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[gone](GONE.md)",
                "[gone](OTHER.md#gone)",
                "[gone](#gone)",
                "[gone]: GONE.md",
                "text [a](OTHER.md), [gone](GONE.md \"title\")"
            })
    void aLinkToNowhereIsCaught(String text) throws IOException {
        assertThat(DocumentRules.violations("A.md", write("# One\n\n" + text + "\n")))
                .singleElement()
                .asString()
                .startsWith("A.md:3 links to ")
                .endsWith(", which is not there");
    }

    private Path write(String text) throws IOException {
        Files.writeString(folder.resolve("OTHER.md"), "# Other\n\n## Some part\n\n## Some part: 2\n");
        return Files.writeString(folder.resolve("A.md"), text);
    }
}
