package io.kubejar.controllers.cronjob;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of five fields, each a set of bits with the top bit for a star. Upstream: SpecSchedule,
 * github.com/robfig/cron/v3/spec.go, v3.0.1.
 *
 * <p>When clocks go forward, times that are left out do not happen that day; when they go back, times in the hour that comes
 * twice happen twice.
 */
record CronFields(long minute, long hour, long dayOfMonth, long month, long dayOfWeek, ZoneId zone)
        implements CronSchedule {
    /** Set in a field that was given as a star or a question mark. */
    static final long STAR = 1L << 63;

    private static final int YEARS_MAX = 5;
    private static final int MINUTES = 60;
    private static final int SECONDS = 60;

    @Override
    public @Nullable Instant next(Instant after) {
        Search search = new Search(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
        int lastYear = search.at.getYear() + YEARS_MAX;
        while (search.at.getYear() <= lastYear) {
            if (search.month() && search.day() && search.hour() && search.minute() && search.second()) {
                return search.at.toInstant();
            }
        }
        return null;
    }

    private boolean fits(ZonedDateTime at) {
        boolean byMonth = has(dayOfMonth, at.getDayOfMonth());
        boolean byWeek = has(dayOfWeek, at.getDayOfWeek().getValue() % 7);
        boolean star = (dayOfMonth & STAR) != 0 || (dayOfWeek & STAR) != 0;
        return star ? byMonth && byWeek : byMonth || byWeek;
    }

    private static boolean has(long bits, int value) {
        return (bits & (1L << value)) != 0;
    }

    /**
     * A walk to the next time, from the largest field to the smallest. Each step returns false when its field has begun anew,
     * so that the larger ones must be looked at again.
     */
    private final class Search {
        private ZonedDateTime at;
        private boolean moved;

        Search(Instant start) {
            at = start.atZone(zone);
        }

        boolean month() {
            while (!has(month, at.getMonthValue())) {
                if (!moved) {
                    moved = true;
                    at = date(LocalDateTime.of(at.getYear(), at.getMonthValue(), 1, 0, 0));
                }
                at = date(at.toLocalDateTime().plusMonths(1));
                if (at.getMonthValue() == 1) {
                    return false;
                }
            }
            return true;
        }

        boolean day() {
            while (!fits(at)) {
                if (!moved) {
                    moved = true;
                    at = date(at.toLocalDate().atStartOfDay());
                }
                at = date(at.toLocalDateTime().plusDays(1));
                if (at.getHour() != 0) { // there is no midnight when clocks change there
                    at = at.plus(Duration.ofHours(at.getHour() > 12 ? 24 - at.getHour() : -at.getHour()));
                }
                if (at.getDayOfMonth() == 1) {
                    return false;
                }
            }
            return true;
        }

        boolean hour() {
            while (!has(hour, at.getHour())) {
                if (!moved) {
                    moved = true;
                    at = date(at.toLocalDateTime().truncatedTo(ChronoUnit.HOURS));
                }
                at = at.plus(Duration.ofHours(1));
                if (at.getHour() == 0) {
                    return false;
                }
            }
            return true;
        }

        boolean minute() {
            while (!has(minute, at.getMinute())) {
                if (!moved) {
                    moved = true;
                    at = at.toInstant().truncatedTo(ChronoUnit.MINUTES).atZone(zone);
                }
                long later = minute & ~STAR & (-1L << at.getMinute());
                long next = later == 0 ? MINUTES : Long.numberOfTrailingZeros(later);
                at = jump(Duration.ofMinutes(next - at.getMinute()), Duration.ofMinutes(1));
                if (at.getMinute() == 0) {
                    return false;
                }
            }
            return true;
        }

        boolean second() {
            while (at.getSecond() != 0) {
                moved = true;
                at = jump(Duration.ofSeconds(SECONDS - at.getSecond()), Duration.ofSeconds(1));
                if (at.getSecond() == 0) {
                    return false;
                }
            }
            return true;
        }

        /** By the length at once where the clocks run evenly, else by a step. */
        private ZonedDateTime jump(Duration length, Duration step) {
            ZonedDateTime there = at.plus(length);
            return there.getOffset().equals(at.getOffset()) ? there : at.plus(step);
        }

        /** The instant of a wall clock time as Go's time.Date chooses it where it is missing or comes twice. */
        private ZonedDateTime date(LocalDateTime local) {
            long asUtc = local.toEpochSecond(ZoneOffset.UTC);
            ZoneOffset first = zone.getRules().getOffset(Instant.ofEpochSecond(asUtc));
            long utc = asUtc - first.getTotalSeconds();
            ZoneOffset second = zone.getRules().getOffset(Instant.ofEpochSecond(utc));
            return Instant.ofEpochSecond(asUtc - second.getTotalSeconds()).atZone(zone);
        }
    }
}
