package io.kubejar.server.forward;

import java.util.ArrayList;
import java.util.List;

/** The ports that a request names in its query, for the protocol that opens no streams for them. */
public final class Ports {
    private static final int MAX = 65535;

    private Ports() {}

    /**
     * Reads the values of {@code ports}. Upstream: Convert_Slice_string_To_Slice_int32, meta/v1/conversion.go, v1.36.
     *
     * @throws IllegalArgumentException in upstream's words
     */
    public static List<Integer> read(List<String> values) {
        List<Integer> out = new ArrayList<>();
        for (String value : values) {
            for (String one : value.split(",", -1)) {
                out.add(number(one));
            }
        }
        return out;
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw refused(text, "invalid syntax");
        }
        String number = text.replaceFirst("^0+(?=.)", "");
        if (number.length() > 5 || Integer.parseInt(number) > MAX) {
            throw refused(text, "value out of range");
        }
        return Integer.parseInt(number);
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(
                "cannot convert to []int32: strconv.ParseUint: parsing \"" + text + "\": " + why);
    }

    /** Why nothing can be forwarded to these ports; "" when it can. Upstream: NewV4Options, cri-streaming v1.36. */
    public static String refusal(List<Integer> ports) {
        if (ports.isEmpty()) {
            return "query parameter \"port\" is required";
        }
        if (ports.contains(0)) {
            return "port \"0\" must be > 0";
        }
        int most = ChannelForwards.CHANNELS_MAX / 2;
        return ports.size() > most ? "no more than " + most + " ports can be forwarded on one connection" : "";
    }
}
