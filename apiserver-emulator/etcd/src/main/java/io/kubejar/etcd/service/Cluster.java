package io.kubejar.etcd.service;

import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MemberUpdateResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.proto.ToProto;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * {@code etcdserverpb.Cluster} of one member that stays alone. It has no address for peers, takes no learners, and would
 * have no quorum with another member, so what would change it is refused, in etcd's words; what names another member is
 * answered as a lone member does. Calls throw an {@link EtcdRefusal}. Source: etcd 3.6 v3rpc/member.go, EtcdServer.AddMember
 * and those after it.
 */
public final class Cluster {
    private static final ResponseHeader HEADER = ToProto.header(0); // without a revision, as upstream
    private static final Set<String> HOSTS = Set.of("http", "https");
    private static final Set<String> SOCKETS = Set.of("unix", "unixs");

    private final Access access;
    private final List<String> clientUrls;

    /**
     * For a caller.
     *
     * @param clientUrls where the member listens for clients
     */
    public Cluster(Access access, List<String> clientUrls) {
        this.access = access;
        this.clientUrls = clientUrls;
    }

    /** The member itself. */
    public MemberListResponse list() {
        access.requireUser();
        return MemberListResponse.newBuilder()
                .setHeader(HEADER)
                .addMembers(Member.newBuilder()
                        .setID(ToProto.MEMBER_ID)
                        .setName("default")
                        .addAllClientURLs(clientUrls))
                .build();
    }

    /** Never. */
    public MemberAddResponse add(MemberAddRequest request) {
        if (request.getPeerURLsCount() == 0
                || !request.getPeerURLsList().stream().allMatch(Cluster::isPeerUrl)) {
            throw EtcdError.MEMBER_BAD_URLS.refusal();
        }
        access.requireAdmin();
        throw request.getIsLearner()
                ? EtcdError.TOO_MANY_LEARNERS.refusal()
                : EtcdError.NOT_ENOUGH_STARTED_MEMBERS.refusal();
    }

    /** Source: etcd 3.6 client/pkg/types.NewURLs. */
    private static boolean isPeerUrl(String text) {
        try {
            URI url = new URI(text.strip());
            String scheme = url.getScheme() == null ? "" : url.getScheme();
            return SOCKETS.contains(scheme)
                    || (HOSTS.contains(scheme)
                            && url.getHost() != null
                            && url.getPort() >= 0
                            && url.getPath().isEmpty());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Never: without the member there would be none. */
    public MemberRemoveResponse remove(MemberRemoveRequest request) {
        access.requireAdmin();
        requireSelf(request.getID());
        throw EtcdError.NOT_ENOUGH_STARTED_MEMBERS.refusal();
    }

    /** Never: no peer could reach the member anywhere. */
    public MemberUpdateResponse update(MemberUpdateRequest request) {
        access.requireAdmin();
        requireSelf(request.getID());
        throw EtcdError.MEMBER_BAD_URLS.refusal();
    }

    /** Never: the member is no learner. */
    public MemberPromoteResponse promote(MemberPromoteRequest request) {
        access.requireAdmin();
        requireSelf(request.getID());
        throw EtcdError.MEMBER_NOT_LEARNER.refusal();
    }

    private static void requireSelf(long member) {
        if (member != ToProto.MEMBER_ID) {
            throw EtcdError.MEMBER_NOT_FOUND.refusal();
        }
    }
}
