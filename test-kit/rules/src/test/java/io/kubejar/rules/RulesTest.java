package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds this repository to its rules. */
class RulesTest {
    private static final Repository REPOSITORY = Repository.here();
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    @DisplayName("every source is compiled, so that the rules on classes see all of them")
    void everySourceIsCompiled() {
        List<Path> missing = new ArrayList<>(REPOSITORY.notCompiled("main"));
        missing.addAll(REPOSITORY.notCompiled("test"));
        assertThat(missing.stream().filter(file -> !file.endsWith("package-info.java")))
                .as("sources without a class; compile all modules first (./dev test rules does)")
                .isEmpty();
    }

    @Test
    @DisplayName("modules import only what the table allows")
    void modulesImportOnlyWhatTheTableAllows() {
        assertThat(ImportDirections.violations(REPOSITORY.classes("main"))).isEmpty();
    }

    @Test
    @DisplayName("pure packages do no I/O and know no threads")
    void purePackagesArePure() {
        assertThat(PurePackages.violations(REPOSITORY.classes("main"))).isEmpty();
    }

    @Test
    @DisplayName("every package that the rule on pure packages names is there")
    void purePackagesAreThere() {
        assertThat(PurePackages.missing(REPOSITORY.classes("main"))).isEmpty();
    }

    @Test
    @DisplayName("time, chance and threads come through the constructor")
    void timeChanceAndThreadsComeThroughTheConstructor() {
        assertThat(ForbiddenCalls.inMain(REPOSITORY.classes("main"))).isEmpty();
        assertThat(ForbiddenCalls.inTests(REPOSITORY.classes("test"))).isEmpty();
    }

    @Test
    @DisplayName("sources keep to sizes, name their imports, do not print and leave nothing unfinished")
    void sourcesKeepTheRules() {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String kind : List.of("main", "test")) {
            for (Path source : REPOSITORY.sources(kind)) {
                sources.put(REPOSITORY.name(source), Repository.read(source));
            }
        }
        assertThat(sources).hasSizeGreaterThan(40);
        assertThat(SourceRules.violations(sources)).isEmpty();
    }

    @Test
    @DisplayName("scripts, build files and documents leave nothing unfinished")
    void textsLeaveNothingUnfinished() {
        List<String> found = new ArrayList<>();
        for (Path text : REPOSITORY.texts()) {
            found.addAll(SourceRules.leftovers(REPOSITORY.name(text), Repository.read(text)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    @DisplayName("documents have one title and links that lead somewhere")
    void documentsKeepTheRules() {
        List<String> found = new ArrayList<>();
        for (Path document : REPOSITORY.documents()) {
            found.addAll(DocumentRules.violations(REPOSITORY.name(document), document));
        }
        assertThat(found).isEmpty();
    }

    @Test
    @DisplayName("every test that a document names is there")
    void testsThatDocumentsNameAreThere() {
        Set<String> tests = new TreeSet<>();
        REPOSITORY.sources("test").forEach(file -> tests.add(file.getFileName().toString()));
        List<String> gone = new ArrayList<>();
        for (Path document : REPOSITORY.documents()) {
            NAMED_TEST
                    .matcher(Repository.read(document))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !tests.contains(name + ".java"))
                    .forEach(name -> gone.add(REPOSITORY.name(document) + " names " + name));
        }
        assertThat(gone).isEmpty();
    }
}
