package io.kubejar.core.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidacyTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private static LeaseRecord held(String holder, int seconds, int transitions) {
        return new LeaseRecord(holder, seconds, transitions, START, START);
    }

    /** What the candidate "me" does at a time, having seen the record at the start; "" for a record without holder. */
    private static Candidacy.Decision decide(@Nullable String holder, int seconds, long after) {
        LeaseRecord stored = holder == null ? null : held(holder, seconds, 3);
        Candidacy me = Candidacy.of("me", ElectionTiming.DEFAULTS);
        return (stored == null ? me : me.saw(stored, START)).decide(stored, START.plusMillis(after));
    }

    @ParameterizedTest(name = "{0} held for {1} s, {2} ms later: {3}")
    @CsvSource({
        ",        15, 0,     CREATE, 0",
        "'',       1, 0,     UPDATE, 4",
        "other,   15, 0,     WAIT,",
        "other,   15, 14999, WAIT,",
        "other,   15, 15000, UPDATE, 4",
        "other,    1, 1000,  UPDATE, 4",
        "me,      15, 2000,  UPDATE, 3",
        "me,      15, 60000, UPDATE, 3",
    })
    void decides(@Nullable String holder, int seconds, long after, Candidacy.Act act, @Nullable Integer transitions) {
        Candidacy.Decision decision = decide(holder, seconds, after);
        assertThat(decision.act()).isEqualTo(act);
        LeaseRecord write = decision.write();
        if (transitions == null) {
            assertThat(write).isNull();
            return;
        }
        Instant now = START.plusMillis(after);
        Instant acquired = "me".equals(holder) ? START : now;
        assertThat(write).isEqualTo(new LeaseRecord("me", 15, transitions, acquired, now));
    }

    @Test
    @DisplayName("a leader is alive for as long as its record changes, whatever times stand in it")
    void onlyWhatWasSeenToChangeCounts() {
        Candidacy me = Candidacy.of("me", ElectionTiming.DEFAULTS);
        Instant late = START.plusSeconds(3600);
        Candidacy.Decision first = me.decide(held("other", 15, 0), late);
        assertThat(first.act())
                .as("its times are long past, but it is seen for the first time")
                .isEqualTo(Candidacy.Act.WAIT);
        LeaseRecord renewed = new LeaseRecord("other", 15, 0, START, START.plusSeconds(1));
        Candidacy.Decision second = first.then().decide(renewed, late.plusSeconds(14));
        assertThat(second.act()).isEqualTo(Candidacy.Act.WAIT);
        assertThat(second.then().decide(renewed, late.plusSeconds(28)).act()).isEqualTo(Candidacy.Act.WAIT);
        assertThat(second.then().decide(renewed, late.plusSeconds(29)).act()).isEqualTo(Candidacy.Act.UPDATE);
    }

    @Test
    @DisplayName("a leader renews without reading only while its lease runs")
    void renewsWithoutReading() {
        Candidacy me = Candidacy.of("me", ElectionTiming.DEFAULTS);
        assertThat(me.renewal(START)).isNull();
        assertThat(me.saw(held("other", 15, 1), START).renewal(START)).isNull();
        Candidacy leader = me.saw(held("me", 15, 1), START);
        Instant now = START.plusSeconds(14);
        assertThat(leader.renewal(now)).isEqualTo(new LeaseRecord("me", 15, 1, START, now));
        assertThat(leader.renewal(START.plusSeconds(15))).isNull();
    }

    @Test
    @DisplayName("a lease that is given back has no holder, lasts a second and counts no transition")
    void givesBack() {
        Candidacy leader = Candidacy.of("me", ElectionTiming.DEFAULTS).saw(held("me", 15, 7), START);
        Instant now = START.plusSeconds(5);
        assertThat(leader.released(now)).isEqualTo(new LeaseRecord("", 1, 7, now, now));
    }

    @Test
    @DisplayName("a record is what a Lease says, and back")
    void recordsAreLeases() {
        ApiObject lease = ApiObject.of(new Gvk("coordination.k8s.io", "v1", "Lease"), "kube-system", "kube-scheduler");
        assertThat(LeaseRecord.of(lease)).isEqualTo(new LeaseRecord("", 0, 0, null, null));
        LeaseRecord record = new LeaseRecord("me", 15, 2, START, START.plusMillis(1500));
        ApiObject written = record.into(lease);
        assertThat(LeaseRecord.of(written)).isEqualTo(record);
        assertThat(written.spec().toString())
                .isEqualTo("{\"holderIdentity\":\"me\",\"leaseDurationSeconds\":15,"
                        + "\"acquireTime\":\"2026-11-21T10:00:00.000000Z\",\"renewTime\":\"2026-11-21T10:00:01.500000Z\","
                        + "\"leaseTransitions\":2}");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, 2, leaseDuration must be greater than renewDeadline",
        "15, 2, 2, renewDeadline must be greater than retryPeriod*JitterFactor",
        "15, 10, 0, retryPeriod must be greater than zero",
    })
    void refusesTimesThatDoNotFit(int lease, int renewal, int retry, String words) {
        assertThatThrownBy(() -> new ElectionTiming(
                        Duration.ofSeconds(lease), Duration.ofSeconds(renewal), Duration.ofSeconds(retry)))
                .hasMessage(words);
    }
}
