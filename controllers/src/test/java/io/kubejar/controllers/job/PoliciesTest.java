package io.kubejar.controllers.job;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private static JobSpec spec(String json) {
        return JobSpec.of(object("{'spec':{" + json + "}}"));
    }

    private static ApiObject failed(int code, String finished) {
        return object("{'metadata':{'name':'p','namespace':'a'},'status':{'phase':'Failed','conditions':"
                + "[{'type':'DisruptionTarget','status':'True'}],'containerStatuses':[{'name':'c','state':"
                + "{'terminated':{'exitCode':" + code + ",'finishedAt':'" + finished + "'}}}]}}");
    }

    @Test
    void exitCodeFailsTheJobInUpstreamsWords() {
        JobSpec spec = spec("'podFailurePolicy':{'rules':[{'action':'Ignore','onExitCodes':{'operator':'In',"
                + "'values':[1]}},{'action':'FailJob','onExitCodes':{'operator':'NotIn','values':[2,3]}}]}");
        assertThat(PodFailurePolicy.match(spec, failed(42, "x")).message())
                .isEqualTo("Container c for pod a/p failed with exit code 42 matching FailJob rule at index 1");
        assertThat(PodFailurePolicy.match(spec, failed(1, "x"))).isEqualTo(new PodFailurePolicy(null, false, "Ignore"));
        assertThat(PodFailurePolicy.match(spec, failed(2, "x"))).isEqualTo(new PodFailurePolicy(null, true, ""));
    }

    @Test
    void conditionOfThePodDecides() {
        JobSpec spec = spec("'podFailurePolicy':{'rules':[{'action':'FailJob','onPodConditions':"
                + "[{'type':'DisruptionTarget','status':'True'}]}]}");
        assertThat(PodFailurePolicy.match(spec, failed(1, "x")).message())
                .isEqualTo("Pod a/p has condition DisruptionTarget matching FailJob rule at index 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "{'succeededIndexes':'0-1'} | 0,1 | Matched rules at index 0",
                "{'succeededIndexes':'0-1'} | 0,2 | null",
                "{'succeededIndexes':'0-2','succeededCount':1} | 2 | Matched rules at index 0",
                "{'succeededCount':2} | 3,4 | Matched rules at index 0",
                "{'succeededCount':2} | 3 | null",
            })
    void successPolicyLooksAtIndexesAndCounts(String rule, String succeeded, String expected) {
        JobSpec spec = spec("'completions':5,'successPolicy':{'rules':[" + rule + "]}");
        assertThat(SuccessPolicy.match(spec, Intervals.parse(succeeded.replace(" ", ""), 5)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 600", "30, 600"})
    void waitDoublesUpToTenMinutes(int failures, int seconds) {
        assertThat(new Backoff(failures, NOW).remaining(NOW)).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(new Backoff(failures, NOW).remaining(NOW.plusSeconds(seconds)))
                .isZero();
    }

    @Test
    void successForgivesEarlierFailures() {
        ApiObject early = failed(1, "2026-11-21T09:00:00Z");
        ApiObject late = failed(1, "2026-11-21T09:59:00Z");
        ApiObject success = failed(0, "2026-11-21T09:30:00Z");
        assertThat(Backoff.NONE.after(List.of(), List.of(early, late)).failures())
                .isEqualTo(2);
        assertThat(new Backoff(5, NOW).after(List.of(success), List.of(early))).isEqualTo(Backoff.NONE);
        assertThat(new Backoff(5, NOW)
                        .after(List.of(success), List.of(early, late))
                        .failures())
                .isEqualTo(1);
    }
}
