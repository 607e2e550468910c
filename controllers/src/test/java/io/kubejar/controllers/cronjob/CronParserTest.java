package io.kubejar.controllers.cronjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0/15 * * * * | 2012-07-09T14:45:00Z | 2012-07-09T15:00:00Z",
                "*/5 * * * * | 2012-07-09T14:45:00Z | 2012-07-09T14:50:00Z",
                "20-35/15 * * * * | 2012-07-09T14:46:00Z | 2012-07-09T15:20:00Z",
                "20-35/15 10 * * * | 2012-07-09T23:46:00Z | 2012-07-10T10:20:00Z",
                "0 0 9 Apr-Oct ? | 2012-07-09T23:35:00Z | 2012-08-09T00:00:00Z",
                "0 0 */5 Apr,Aug,Oct Mon | 2012-07-09T23:35:00Z | 2012-08-01T00:00:00Z",
                "0 0 1 1 * | 2012-07-09T23:35:00Z | 2013-01-01T00:00:00Z",
                "0 0 29 Feb ? | 2012-07-09T23:35:00Z | 2016-02-29T00:00:00Z",
                "0 0 13 * Fri | 2026-11-21T10:00:00Z | 2026-11-27T00:00:00Z",
                "30 8 * * MON-FRI | 2026-11-21T10:00:00Z | 2026-11-23T08:30:00Z",
                "@hourly | 2012-07-09T14:45:00Z | 2012-07-09T15:00:00Z",
                "@daily | 2012-07-09T14:45:00Z | 2012-07-10T00:00:00Z",
                "@weekly | 2012-07-09T14:45:00Z | 2012-07-15T00:00:00Z",
                "@monthly | 2012-07-09T14:45:00Z | 2012-08-01T00:00:00Z",
                "@yearly | 2012-07-09T14:45:00Z | 2013-01-01T00:00:00Z",
                "@every 1h30m | 2012-07-09T14:45:00.5Z | 2012-07-09T16:15:00Z",
                "@every 300ms | 2012-07-09T14:45:00Z | 2012-07-09T14:45:01Z",
                "TZ=Asia/Tokyo 30 9 * * * | 2026-11-21T00:00:00Z | 2026-11-21T00:30:00Z",
                "CRON_TZ=America/New_York 0 12 * * * | 2026-11-21T18:00:00Z | 2026-11-22T17:00:00Z",
            })
    void findsTheNextTime(String schedule, String after, String next) {
        assertThat(CronParser.parse(schedule).next(Instant.parse(after))).isEqualTo(Instant.parse(next));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // clocks go forward at 2:00, which does not happen that day
                "30 2 11 Mar ? | 2012-03-11T00:00:00-05:00 | 2013-03-11T02:30:00-04:00",
                "0 * * * * | 2012-03-11T01:00:00-05:00 | 2012-03-11T03:00:00-04:00",
                "0 2 * * * | 2012-03-11T00:00:00-05:00 | 2012-03-12T02:00:00-04:00",
                // clocks go back at 2:00: 1:30 comes twice
                "30 1 4 Nov ? | 2012-11-04T00:00:00-04:00 | 2012-11-04T01:30:00-04:00",
                "30 1 4 Nov ? | 2012-11-04T01:45:00-04:00 | 2012-11-04T01:30:00-05:00",
                "0 * * * * | 2012-11-04T01:00:00-04:00 | 2012-11-04T01:00:00-05:00",
                "0 3 * * * | 2012-11-04T00:00:00-04:00 | 2012-11-04T03:00:00-05:00",
            })
    void followsTheClocksOfItsZone(String schedule, String after, String next) {
        Instant found = CronParser.parse("TZ=America/New_York " + schedule)
                .next(OffsetDateTime.parse(after).toInstant());
        assertThat(found).isEqualTo(OffsetDateTime.parse(next).toInstant());
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-04-04T00:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T00:00:00Z",
        "Asia/Kolkata, 2026-04-04T00:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T00:00:00Z"
    }) // there clocks change by half an hour
    void leavesNoMinuteOut(String zone, Instant start) {
        for (String minutes : List.of("7", "*/13", "0,1,59", "29-31")) {
            Set<Integer> set = minutes(minutes);
            CronSchedule schedule = CronParser.parse("TZ=" + zone + " " + minutes + " * * * *");
            Instant at = start.plusSeconds(1);
            Instant end = start.plus(Duration.ofDays(2));
            for (Instant m = start.plusSeconds(60); m.isBefore(end); m = m.plusSeconds(60)) {
                if (set.contains(m.atZone(ZoneId.of(zone)).getMinute())) {
                    at = Objects.requireNonNull(schedule.next(at));
                    assertThat(at).as(minutes).isEqualTo(m);
                }
            }
        }
    }

    private static Set<Integer> minutes(String text) {
        return switch (text) {
            case "7" -> Set.of(7);
            case "*/13" -> Set.of(0, 13, 26, 39, 52);
            case "0,1,59" -> Set.of(0, 1, 59);
            default -> Set.of(29, 30, 31);
        };
    }

    @Test
    void midnightThatDoesNotExistIsLeftOut() {
        CronSchedule daily = CronParser.parse("TZ=America/Sao_Paulo 0 9 10 * ?");
        assertThat(daily.next(Instant.parse("2018-11-03T05:00:00Z"))).isEqualTo("2018-11-10T11:00:00Z");
    }

    @Test
    void impossibleDateNeverComes() {
        assertThat(CronParser.parse("0 0 31 2 *").next(Instant.parse("2026-01-01T00:00:00Z")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * | expected exactly 5 fields, found 4: [* * * *]",
                "60 * * * * | end of range (60) above maximum (59): 60",
                "* * 0 * * | beginning of range (0) below minimum (1): 0",
                "5-1 * * * * | beginning of range (5) beyond end of range (1): 5-1",
                "*/0 * * * * | step of range should be a positive number: */0",
                "1-2-3 * * * * | too many hyphens: 1-2-3",
                "1/2/3 * * * * | too many slashes: 1/2/3",
                "x * * * * | failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax",
                "@often | unrecognized descriptor: @often",
                "@every 5 | failed to parse duration @every 5: time: missing unit in duration \"5\"",
                "TZ=Mars/X * * * * * | provided bad location Mars/X: unknown time zone Mars/X",
            })
    void refusesInUpstreamsWords(String schedule, String message) {
        assertThatThrownBy(() -> CronParser.parse(schedule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"1h30m, PT1H30M", "1.5h, PT1H30M", "90s, PT1M30S", "-20ms, PT-0.02S", "0, PT0S", ".5s, PT0.5S"})
    void readsDurationsOfGo(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).isEqualTo(expected);
    }
}
