package io.kubejar.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.Patch;
import io.kubejar.core.error.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchBodiesTest {
    private static PatchBodies.Body read(Patch.Type type, String text) {
        return PatchBodies.read(type, text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), true);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    JSON | {'op':'add'} | error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
                    JSON | [1] | error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp
                    JSON | [{'op':1}] | error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string
                    JSON | { | error decoding patch: unexpected end of JSON input
                    MERGE | x | error decoding patch: invalid character 'x' looking for beginning of value
                    MERGE | `` | error decoding patch: unexpected end of JSON input
                    MERGE | {} y | error decoding patch: invalid character 'y' after top-level value
                    MERGE | [] | error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}
                    STRATEGIC | x | invalid character 'x' looking for beginning of value
                    STRATEGIC | [] | json: cannot unmarshal array into Go value of type map[string]interface {}
                    STRATEGIC | {'a' 1} | invalid character '1' after object key
                    STRATEGIC | {'a':1 2} | invalid character '2' after object key:value pair
                    """)
    void refusesWhatIsNoPatch(Patch.Type type, String body, String message) {
        assertThatThrownBy(() -> read(type, body))
                .hasMessage(message)
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(400));
    }

    @Test
    void reportsWhatIsThereTwiceAndWhatAnOperationDoesNotKnow() {
        assertThat(read(Patch.Type.MERGE, "{'a':1,'d':{'x':1,'x':2},'a':2}").strictErrors())
                .isEqualTo(List.of("duplicate field \"d.x\"", "duplicate field \"a\""));
        assertThat(read(Patch.Type.JSON, "[{'op':'add','path':'/a','foo':1}]").strictErrors())
                .isEqualTo(List.of("json patch unknown field \"[0].foo\""));
    }

    @Test
    void withoutStrictnessTheTextsAreThoseOfTheLibrary() {
        byte[] object = "{}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PatchBodies.read(Patch.Type.JSON, object, false))
                .hasMessage("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PatchBodies.read(Patch.Type.MERGE, broken, false))
                .hasMessage("Invalid JSON Patch");
    }
}
