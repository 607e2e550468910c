package io.kubejar.etcd.engine;

import org.jspecify.annotations.Nullable;

/** Something that is wrong with a store until somebody says that it no longer is. Source: etcd 3.6 AlarmType. */
public enum Alarm {
    /** Nothing more is taken in, because there was no room for a write once. */
    NOSPACE(1),
    /** What is stored is damaged. */
    CORRUPT(2);

    private final int code;

    Alarm(int code) {
        this.code = code;
    }

    /** Its number in messages and files; greater than 0. */
    public int code() {
        return code;
    }

    /** The alarm with the number; null when there is none. */
    public static @Nullable Alarm of(long code) {
        for (Alarm alarm : values()) {
            if (alarm.code == code) {
                return alarm;
            }
        }
        return null;
    }
}
