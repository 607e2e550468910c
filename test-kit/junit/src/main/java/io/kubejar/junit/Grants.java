package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.permissions.Grant;
import io.kubejar.cluster.permissions.RoleCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The accounts with few rights that the tests on one cluster were given. Thread-safe. */
final class Grants {
    private static final String UNUSED = "kubejar unused rules";

    private final Map<String, List<Grant>> byOwner = new HashMap<>(); // guarded by this
    private int count; // guarded by this

    /** A new account for a test or class, by its id. */
    synchronized Grant add(KubeCluster cluster, GrantOnly wanted, Class<?> tests, String owner) {
        count++;
        String account = wanted.account().isEmpty() ? "granted-" + count : wanted.account();
        Grant grant = Grant.of(cluster, read(wanted.value(), tests), wanted.namespace(), account);
        byOwner.computeIfAbsent(owner, id -> new ArrayList<>()).add(grant);
        return grant;
    }

    /** Tells which rules nobody used, and fails when one was missing. */
    synchronized void judge(ExtensionContext context) {
        List<String> missing = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        for (Grant grant : byOwner.getOrDefault(context.getUniqueId(), List.of())) {
            RoleCheck check = grant.check();
            unused.addAll(check.unused());
            if (!check.missing().isEmpty()) {
                missing.add("the roles of " + grant.namespace() + "/" + grant.account() + " lack: "
                        + String.join(", ", check.missing()) + "\n" + check.missingYaml());
            }
        }
        byOwner.remove(context.getUniqueId());
        if (!unused.isEmpty()) {
            context.publishReportEntry(UNUSED, String.join("\n", unused));
        }
        if (!missing.isEmpty()) {
            throw new AssertionError(String.join("\n", missing));
        }
    }

    private static String read(String name, Class<?> tests) {
        try (InputStream beside = tests.getResourceAsStream(name);
                InputStream root = tests.getResourceAsStream("/" + name)) {
            InputStream found = beside != null ? beside : root;
            return found != null
                    ? new String(found.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new UncheckedIOException("there is no role file " + name, e);
        }
    }
}
