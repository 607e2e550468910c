package io.kubejar.etcd.backup;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.Permission;
import io.kubejar.etcd.auth.Role;
import io.kubejar.etcd.auth.User;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.SortedTree;
import io.kubejar.etcd.proto.ToProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users and roles as they lie in etcd's database. Source: etcd 3.6 storage/schema/auth.go, authpb. */
final class AuthBuckets {
    private static final int OPTIONS_FIELD = 4; // in User; newer than the message class
    private static final int NO_PASSWORD_FIELD = 1; // in it

    private boolean enabled;
    private long revision = AuthState.empty().revision();
    private SortedTree<String, User> users = SortedTree.empty();
    private SortedTree<String, Role> roles = SortedTree.empty();
    private @Nullable String unknown; // whose password is not known here

    static byte[] value(User user) {
        io.etcd.jetcd.api.User.Builder message = io.etcd.jetcd.api.User.newBuilder()
                .setName(ByteString.copyFromUtf8(user.name()))
                .addAllRoles(user.roles());
        Password password = user.password();
        if (password != null) {
            message.setPassword(ByteString.copyFromUtf8(password.hash()));
        }
        if (user.withoutPassword()) {
            ByteString options = UnknownFieldSet.newBuilder()
                    .addField(
                            NO_PASSWORD_FIELD,
                            UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build()
                    .toByteString();
            message.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            OPTIONS_FIELD,
                            UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(options)
                                    .build())
                    .build());
        }
        return message.build().toByteArray();
    }

    static byte[] value(Role role) {
        io.etcd.jetcd.api.Role.Builder message =
                io.etcd.jetcd.api.Role.newBuilder().setName(ByteString.copyFromUtf8(role.name()));
        for (Permission permission : role.permissions()) {
            message.addKeyPermission(io.etcd.jetcd.api.Permission.newBuilder()
                    .setPermTypeValue(permission.type().ordinal())
                    .setKey(ToProto.bytes(permission.key()))
                    .setRangeEnd(ToProto.bytes(permission.rangeEnd())));
        }
        return message.build().toByteArray();
    }

    /** Takes an entry of the bucket with the settings. */
    void setting(String key, byte[] value) {
        if (key.equals(Buckets.AUTH_ENABLED)) {
            enabled = value.length == 1 && value[0] == 1;
        } else if (key.equals(Buckets.AUTH_REVISION) && value.length == Long.BYTES) {
            revision = ByteBuffer.wrap(value).getLong();
        }
    }

    /** Takes a user. */
    void user(byte[] value) throws InvalidProtocolBufferException {
        io.etcd.jetcd.api.User message = io.etcd.jetcd.api.User.parseFrom(value);
        boolean withoutPassword = false;
        for (ByteString options :
                message.getUnknownFields().getField(OPTIONS_FIELD).getLengthDelimitedList()) {
            withoutPassword = UnknownFieldSet.parseFrom(options).getField(NO_PASSWORD_FIELD).getVarintList().stream()
                    .anyMatch(flag -> flag != 0);
        }
        String name = message.getName().toStringUtf8();
        Password password = null;
        String hash = message.getPassword().toStringUtf8();
        if (Password.isHash(hash)) {
            password = new Password(hash);
        } else if (!hash.isEmpty()) {
            unknown = name;
        }
        List<String> names = List.copyOf(message.getRolesList());
        users = users.put(name, new User(name, withoutPassword, password, names));
    }

    /** Takes a role. */
    void role(byte[] value) throws InvalidProtocolBufferException {
        io.etcd.jetcd.api.Role message = io.etcd.jetcd.api.Role.parseFrom(value);
        List<Permission> permissions = new ArrayList<>();
        for (io.etcd.jetcd.api.Permission permission : message.getKeyPermissionList()) {
            permissions.add(new Permission(
                    type(permission.getPermTypeValue()),
                    Bytes.wrap(permission.getKey().toByteArray()),
                    Bytes.wrap(permission.getRangeEnd().toByteArray())));
        }
        String name = message.getName().toStringUtf8();
        roles = roles.put(name, new Role(name, List.copyOf(permissions)));
    }

    private static Permission.Type type(int number) throws InvalidProtocolBufferException {
        Permission.Type[] types = Permission.Type.values();
        if (number < 0 || number >= types.length) {
            throw new InvalidProtocolBufferException("there is no permission " + number);
        }
        return types[number];
    }

    /** With authentication on, one whose password is of a kind not known here; null when there is none. */
    @Nullable
    String lockedOut() {
        return enabled ? unknown : null;
    }

    AuthState finish() {
        return new AuthState(enabled, revision, users, roles);
    }
}
