package io.kubejar.cluster.fault.text;

import io.kubejar.cluster.fault.Disturbance;
import org.jspecify.annotations.Nullable;

/**
 * What came of a fault that was typed.
 *
 * @param told a line for people
 * @param lasting what undoes it; null for what happens once, such as a reboot
 */
public record Begun(String told, @Nullable Disturbance lasting) {
    static Begun lasting(Disturbance disturbance) {
        return new Begun(disturbance.toString(), disturbance);
    }

    static Begun once(String told) {
        return new Begun(told, null);
    }
}
