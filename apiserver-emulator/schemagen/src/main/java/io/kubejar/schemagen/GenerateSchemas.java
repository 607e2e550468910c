package io.kubejar.schemagen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the schema files. One argument: the folder to write below; nothing is done when it already holds what the
 * same inputs gave before.
 */
public final class GenerateSchemas {
    /** Where the files lie on the class path of the API server. */
    static final String FOLDER = "io/kubejar/server/schema/builtin";

    private static final String STAMP = "inputs.sha256";

    private GenerateSchemas() {}

    /** Runs the generator; see the class. */
    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        String inputs = inputs();
        Path stamp = out.resolveSibling(out.getFileName() + "." + STAMP);
        if (Files.exists(stamp) && Files.readString(stamp).equals(inputs)) {
            return;
        }
        Path folder = out.resolve(FOLDER);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : generate().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(stamp, inputs);
    }

    /** All files by name. */
    static Map<String, String> generate() {
        Definitions definitions = Definitions.read();
        Overlay.read("additions.txt").applyTo(definitions);
        GoFacts.read("go-facts.txt").applyTo(definitions);
        List<String[]> groups = groups();
        definitions.keepReachable(groups.stream().map(g -> g[0]).toList());
        new ClientDescriptions().applyTo(definitions);
        new ProtoNumbers().applyTo(definitions);
        Map<String, String> files = new TreeMap<>();
        StringBuilder index = new StringBuilder();
        groups.forEach(g -> index.append(String.join("\t", g)).append('\n'));
        files.put("index.txt", index.toString());
        files.put("parameters.txt", ParameterTexts.read());
        for (String pkg : new TreeSet<>(definitions.packages())) {
            files.put(pkg + ".txt", Writer.types(definitions.in(pkg)));
            files.put(pkg + ".descriptions.txt", Writer.descriptions(definitions.in(pkg)));
        }
        files.put(
                "fingerprint.txt",
                digest(List.of(String.join("", files.values()).getBytes(StandardCharsets.UTF_8))));
        return files;
    }

    private static List<String[]> groups() {
        return resource("groups.txt")
                .lines()
                .filter(l -> !l.startsWith("#") && !l.isBlank())
                .map(l -> l.split(" "))
                .toList();
    }

    /** A text file beside this class. */
    static String resource(String name) {
        try (InputStream in = GenerateSchemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A digest of what the result depends on: this program with its files, and the names of the jars it reads. */
    private static String inputs() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        CodeSource source = GenerateSchemas.class.getProtectionDomain().getCodeSource();
        try (Stream<Path> files =
                Files.walk(Path.of(URI.create(source.getLocation().toString())))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parts.add(Files.readAllBytes(file));
            }
        }
        for (String marker : List.of("openshift-generated.json", "io/kubernetes/client/openapi/models/V1Pod.class")) {
            String at = String.valueOf(GenerateSchemas.class.getClassLoader().getResource(marker));
            String jar = at.replaceFirst("!.*", "");
            parts.add(jar.substring(jar.lastIndexOf('/') + 1).getBytes(StandardCharsets.UTF_8));
        }
        return digest(parts);
    }

    private static String digest(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
