package io.kubejar.server.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The target of a request line, taken apart and decoded as Go's net/url does it. */
public record RequestTarget(String path, Map<String, List<String>> query) {
    /**
     * Takes a target apart: {@code /a%20b?c=d}, also in absolute form.
     *
     * @throws IllegalArgumentException when the path has a broken escape
     */
    public static RequestTarget parse(String target) {
        String rest = target;
        int scheme = rest.indexOf("://");
        if (!rest.startsWith("/") && scheme > 0) {
            int slash = rest.indexOf('/', scheme + 3);
            rest = slash < 0 ? "/" : rest.substring(slash);
        }
        int mark = rest.indexOf('?');
        String path = decode(mark < 0 ? rest : rest.substring(0, mark), false);
        if (path == null) {
            throw new IllegalArgumentException("broken escape in the path");
        }
        return new RequestTarget(path, mark < 0 ? Map.of() : query(rest.substring(mark + 1)));
    }

    /** As Go's url.ParseQuery: a pair with a semicolon or a broken escape is left out. */
    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty() && pair.indexOf(';') < 0) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
                if (name != null && value != null) {
                    out.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
                }
            }
        }
        return out;
    }

    private static @Nullable String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && isAscii(text)) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            byte one = in[i];
            if (one == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                one = (byte) (high * 16 + low);
                i += 2;
            } else if (one == '+' && plusIsSpace) {
                one = ' ';
            }
            in[length++] = one;
        }
        return new String(in, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
