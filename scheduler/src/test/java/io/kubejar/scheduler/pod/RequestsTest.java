package io.kubejar.scheduler.pod;

import static io.kubejar.scheduler.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'containers':[C1,C2]                                     | 3000",
                "'containers':[C1],'initContainers':[C2]                  | 2000",
                "'containers':[C1,C2],'initContainers':[C1]               | 3000",
                "'containers':[C1],'initContainers':[S2]                  | 3000",
                "'containers':[C1],'initContainers':[S1,C2]               | 3000",
                "'containers':[C1],'initContainers':[C2,S1]               | 2000",
                "'containers':[C1],'overhead':{'cpu':'250m'}              | 1250",
                "'containers':[C1],'resources':{'requests':{'cpu':'5'}}   | 5000",
                "'containers':[{'name':'c'}]                              | 0",
            })
    void initContainersSidecarsAndOverhead(String spec, long milliCpu) {
        String json = spec.replaceAll("C(\\d)", "{'resources':{'requests':{'cpu':'$1'}}}")
                .replaceAll("S(\\d)", "{'restartPolicy':'Always','resources':{'requests':{'cpu':'$1'}}}");
        assertThat(Requests.of(object("{" + json + "}").tree()).milliCpu()).isEqualTo(milliCpu);
    }
}
