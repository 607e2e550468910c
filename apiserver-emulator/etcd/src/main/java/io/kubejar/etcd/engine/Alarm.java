package io.kubejar.etcd.engine;

/**
 * What is wrong with a member.
 *
 * @param type the number that the protocol has for it
 */
public record Alarm(long member, int type) implements Comparable<Alarm> {
    /** The id of the only member there is here. */
    public static final long MEMBER = 0x8e9e05c52164694dL;

    /** When asked for: of every type. */
    public static final int ANY = 0;

    /** The member has no room left. */
    public static final int NOSPACE = 1;

    /** The member's data is damaged. */
    public static final int CORRUPT = 2;

    @Override
    public int compareTo(Alarm other) {
        int order = Integer.compare(type, other.type);
        return order != 0 ? order : Long.compareUnsigned(member, other.member);
    }
}
