package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Looks at the jar that users get. A quick build does not make it; then there is nothing to look at. */
class PublishedJarTest {
    private static final Path JUNIT = module("junit");

    @Test
    @DisplayName("everything in the published jar is under our own name")
    void everythingIsUnderOurOwnName() throws IOException {
        try (JarFile jar = new JarFile(bundle().toFile())) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(classes)
                    .contains("io/kubejar/junit/KubeTest.class", "io/kubejar/bundled/netty/channel/Channel.class")
                    .allMatch(name -> name.startsWith("io/kubejar/"));
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    @Test
    @DisplayName("adapters for clients bring neither the client nor the cluster into a user's build")
    void adaptersBringNothing() throws Exception {
        for (String adapter : List.of("fabric8", "official")) {
            Element project = root(module(adapter).resolve("pom.xml"));
            Element dependencies = children(project, "dependencies").findFirst().orElseThrow();
            assertThat(children(dependencies, "dependency"))
                    .isNotEmpty()
                    .allMatch(one -> Set.of("provided", "test").contains(text(one, "scope")), "is not passed on");
        }
    }

    @Test
    @DisplayName("the published jar asks for the logging interface and null marks, and nothing else")
    void itAsksForLittle() throws Exception {
        bundle();
        Element project = root(JUNIT.resolve("dependency-reduced-pom.xml"));
        Element dependencies = children(project, "dependencies").findFirst().orElseThrow();
        assertThat(children(dependencies, "dependency")
                        .filter(one -> text(one, "scope").equals("compile"))
                        .map(one -> text(one, "artifactId")))
                .containsExactlyInAnyOrder("slf4j-api", "jspecify");
    }

    private static Element root(Path xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getDocumentElement();
    }

    private static Path module(String name) {
        return Repository.here().modules().stream()
                .filter(module -> module.endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeName().equals(name))
                .map(Element.class::cast);
    }

    private static String text(Element parent, String name) {
        return children(parent, name).map(Node::getTextContent).findFirst().orElse("");
    }

    private static Path bundle() throws IOException {
        try (Stream<Path> files = Files.list(JUNIT.resolve("target"))) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("kubejar-junit-.*\\.jar"))
                    .findFirst()
                    .orElse(null);
            assumeTrue(jar != null && Files.size(jar) > 1_000_000, "the bundle is not built");
            return Objects.requireNonNull(jar);
        }
    }
}
