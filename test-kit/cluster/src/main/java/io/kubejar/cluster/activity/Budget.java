package io.kubejar.cluster.activity;

import java.util.ArrayList;
import java.util.List;

/**
 * How much somebody may do at most; a negative number is no limit. Immutable.
 *
 * @param user a whole user name, the last part of one, or "" for everybody, each alone
 */
public record Budget(String user, long reconciles, long writes, long unchangedWrites, long conflicts) {
    private static final long NO_LIMIT = -1;

    /** No limit yet. */
    public static Budget of(String user) {
        return new Budget(user, NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    }

    /** At most so many reconciles. */
    public Budget reconciles(long most) {
        return new Budget(user, most, writes, unchangedWrites, conflicts);
    }

    /** At most so many writes that are stored. */
    public Budget writes(long most) {
        return new Budget(user, reconciles, most, unchangedWrites, conflicts);
    }

    /** At most so many writes that change nothing. */
    public Budget unchangedWrites(long most) {
        return new Budget(user, reconciles, writes, most, conflicts);
    }

    /** At most so many conflicts. */
    public Budget conflicts(long most) {
        return new Budget(user, reconciles, writes, unchangedWrites, most);
    }

    boolean isFor(String other) {
        return user.isEmpty() || other.equals(user) || other.endsWith(":" + user);
    }

    /** What of it is exceeded, as words. */
    List<String> exceeded(Counts counts) {
        List<String> out = new ArrayList<>();
        check(out, counts.reconciles(), reconciles, "reconciles");
        check(out, counts.writes(), writes, "writes");
        check(out, counts.unchangedWrites(), unchangedWrites, "writes that changed nothing");
        check(out, counts.conflicts(), conflicts, "conflicts");
        return out;
    }

    private static void check(List<String> out, long is, long most, String what) {
        if (most >= 0 && is > most) {
            out.add(is + " " + what + " where " + most + (most == 1 ? " is" : " are") + " allowed");
        }
    }
}
