package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodVolumeRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            'emptyDir':{},'cephfs':{} | spec.volumes[0].cephFS: Forbidden: may not specify more than 1 volume type
            'gcePersistentDisk':{} | spec.volumes[0].persistentDisk.pdName: Required value
            'nfs':{'server':'a','path':'b'} | spec.volumes[0].nfs.path: Invalid value: "b": must be an absolute path
            'iscsi':{'targetPortal':'a','iqn':'x','lun':0} | spec.volumes[0].iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa
            'fc':{'targetWWNs':['a']} | spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified
            'flocker':{} | spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required
            'rbd':{'image':'a'} | spec.volumes[0].rbd.monitors: Required value
            'csi':{'driver':'A_'} | spec.volumes[0].csi.driver: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
            'quobyte':{'registry':'a','volume':'b'} | spec.volumes[0].quobyte.registry: Invalid value: "a": must be a host:port pair or multiple pairs separated by commas
            'flexVolume':{'driver':'a','options':{'k8s.io/a':'b'}} | spec.volumes[0].flexVolume.options[k8s.io/a]: Invalid value: "k8s.io/a": kubernetes.io and k8s.io namespaces are reserved
            'storageos':{} | spec.volumes[0].storageos.volumeName: Required value
            'configMap':{'name':'a','items':[{'key':'k','path':'..a'}]} | spec.volumes[0].configMap.items[0].path: Invalid value: "..a": must not start with '..'
            'downwardAPI':{'items':[{'path':'a'}]} | spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required
            'projected':{'sources':[{'secret':{'name':'a'},'configMap':{'name':'b'}}]} | spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source
            'projected':{'sources':[{'secret':{'name':'a','items':[{'key':'k','path':'p'},{'key':'l','path':'p'}]}}]} | spec.volumes[0].projected: Invalid value: "a": conflicting duplicate paths
            'projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]} | spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set
            'ephemeral':{} | spec.volumes[0].ephemeral.volumeClaimTemplate: Required value
            'ephemeral':{'volumeClaimTemplate':{'metadata':{'uid':'a'},'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}}}} | spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.uID: Forbidden: cannot be set
            'image':{} | spec.volumes[0].image.reference: Required value
            """)
    void aRuleThatIsBroken(String fields, String cause) {
        String spec = "{'containers':[{'name':'c','image':'x'}]," + "'volumes':[{'name':'v'," + fields + "}]" + "}";
        assertThat(RuleTable.podOf(spec)).containsExactly(cause);
    }
}
