package io.kubejar.controllers.pod;

import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateHashTest {
    private static JsonNode template(String image) {
        return object("{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'" + image
                        + "','resources':{},'terminationMessagePath':'/dev/termination-log','terminationMessagePolicy':"
                        + "'File','imagePullPolicy':'IfNotPresent'}],'restartPolicy':'Always',"
                        + "'terminationGracePeriodSeconds':30,'dnsPolicy':'ClusterFirst','securityContext':{},"
                        + "'schedulerName':'default-scheduler'}}")
                .tree();
    }

    @ParameterizedTest
    @DisplayName("the hash of a template is the one that a real cluster gives it")
    @CsvSource({"x:1,68557fc5c6", "x:2,658d6dd5f5"})
    void equalsTheRealOne(String image, String hash) {
        assertThat(TemplateHash.ofTemplate(template(image), MissingNode.getInstance()))
                .isEqualTo(hash);
        assertThat(TemplateHash.ofTemplate(template(image), IntNode.valueOf(1))).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({
        "100m,100,-3,100m,DecimalSI",
        "2,2,0,2,DecimalSI",
        "64Mi,67108864,0,,BinarySI",
        "1Gi,1073741824,0,1Gi,BinarySI",
        "5k,5,3,5k,DecimalSI"
    })
    void quantitiesPrintAsGoHoldsThem(String text, long value, int scale, String kept, String format) {
        assertThat(GoQuantity.dump(text))
                .isEqualTo("{i:(resource.int64Amount){value:(int64)" + value + " scale:(resource.Scale)" + scale
                        + "} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)" + (kept == null ? "" : kept)
                        + " Format:(resource.Format)" + format + "}");
    }

    @Test
    void pointersListsMapsAndInlineStructsPrintWithTheirTypes() {
        JsonNode template = object("{'spec':{'nodeSelector':{'b':'2','a':'1'},'volumes':[{'name':'v','emptyDir':{}}],"
                        + "'containers':[{'name':'c','livenessProbe':{'httpGet':{'port':'web'}}}]}}")
                .tree();
        assertThat(GoDump.ofTemplate(template))
                .startsWith("(v1.PodTemplateSpec){ObjectMeta:(v1.ObjectMeta){Name:(string) GenerateName:(string) ")
                .contains("NodeSelector:(map[string]string)map[a:1 b:2] ")
                .contains("Volumes:([]v1.Volume)[{Name:(string)v VolumeSource:(v1.VolumeSource){HostPath:"
                        + "(*v1.HostPathVolumeSource)<nil> EmptyDir:(*v1.EmptyDirVolumeSource){Medium:(v1.StorageMedium)"
                        + " SizeLimit:(*resource.Quantity)<nil>} ")
                .contains("LivenessProbe:(*v1.Probe){ProbeHandler:(v1.ProbeHandler){Exec:(*v1.ExecAction)<nil> HTTPGet:"
                        + "(*v1.HTTPGetAction){Path:(string) Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:"
                        + "(int32)0 StrVal:(string)web} ");
    }
}
