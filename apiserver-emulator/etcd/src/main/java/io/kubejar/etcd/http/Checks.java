package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.RangeOp;
import java.util.Collection;

/** What can be wrong with a store, as the health endpoints ask it; nobody's rights matter. */
final class Checks {
    private static final RangeOp READ = RangeOp.all(KeyRange.single(Bytes.wrap(new byte[] {0})));

    private final Engine engine;

    Checks(Engine engine) {
        this.engine = engine;
    }

    /** The words of why nothing can be read; empty when it can. */
    String read() {
        try {
            engine.apply(READ);
            return "";
        } catch (EtcdRefusal e) {
            return e.error().text();
        }
    }

    /** Whether an alarm is raised. */
    String noAlarm(int type) {
        return engine.store().alarms().ofType(type).isEmpty() ? "" : "alarm activated: " + name(type);
    }

    /** The first alarm that is raised, by name; empty when there is none but those. */
    String alarm(Collection<String> excluded) {
        for (Alarm alarm : engine.store().alarms().raised()) {
            if (!excluded.contains(name(alarm.type()))) {
                return isKnown(alarm.type()) ? name(alarm.type()) : "UNKNOWN";
            }
        }
        return "";
    }

    private static boolean isKnown(int type) {
        return type == Alarm.NOSPACE || type == Alarm.CORRUPT;
    }

    private static String name(int type) {
        return switch (type) {
            case Alarm.NOSPACE -> "NOSPACE";
            case Alarm.CORRUPT -> "CORRUPT";
            default -> Integer.toString(type);
        };
    }
}
