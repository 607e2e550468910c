package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.testing.Interop;
import io.kubejar.testing.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code etcdctl} prints and how it ends, command by command, at this one and at a real etcd. */
@Tag("interop")
class SameOutputTest {
    private static final String LEASE = "LEASE"; // in a command: the lease that was granted last

    /** A real etcd keeps the keys of a lease in no order. */
    private static final Pattern ATTACHED = Pattern.compile("keys\\(\\[([^\\]]*)]\\)");

    /** What differs from run to run or from member to member. */
    private static final Pattern OWN = Pattern.compile(
            "\\b(1?[0-9a-f]{15,16}|\\d{17,20})\\b"
                    + "|127\\.0\\.0\\.1:\\d+|client-[0-9a-f-]{36}|0x[0-9a-f]+|\"ts\":\"[^\"]*\"|took (= )?\\S+|remaining\\(\\d+s\\)");

    @TempDir
    Path folder;

    /** An etcd and the lease that it granted last. */
    private static final class Side {
        private static final Pattern GRANTED = Pattern.compile("lease ([0-9a-f]+) granted");

        private final String endpoint;
        private String lease = "none";

        Side(int port) {
            endpoint = "127.0.0.1:" + port;
        }

        private static String sorted(String keys) {
            return Stream.of(keys.split(" ")).sorted().collect(Collectors.joining(" "));
        }

        /** Runs a line: words, and behind {@code <<} what is typed in, with a semicolon for each new line. */
        String run(String line) {
            String[] parts = line.split(" << ", 2);
            String[] words = Stream.of(parts[0].replace(LEASE, lease).split(" "))
                    .map(word -> word.equals("''") ? "" : word)
                    .toArray(String[]::new);
            Program.Output output = Program.of(Interop.tool("etcdctl"), "--endpoints=" + endpoint)
                    .with(words)
                    .input(parts.length == 1 ? "" : parts[1].replace(";", "\n"))
                    .run();
            var granted = GRANTED.matcher(output.out());
            if (granted.find()) {
                lease = granted.group(1);
            }
            String own = OWN.matcher(output.exit() + "\n" + output.out() + output.err())
                    .replaceAll("*");
            return ATTACHED.matcher(own).replaceAll(keys -> "keys([" + sorted(keys.group(1)) + "])");
        }
    }

    private void compare(String commands) throws Exception {
        List<String> lines = commands.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        try (RealEtcd real = RealEtcd.start();
                EtcdServer etcd = EtcdServer.builder().grpcPort(0).bcryptCost(4).start()) {
            Side expected = new Side(real.port());
            Side actual = new Side(etcd.grpcPort());
            for (String line : lines) {
                assertThat(actual.run(line)).as("etcdctl %s", line).isEqualTo(expected.run(line));
            }
        }
    }

    @Test
    @DisplayName("keys: put, get, del, txn, compaction, watches of the past, hashes, and what is refused")
    void keys() throws Exception {
        compare("""
                put a 1
                put a 2 --prev-kv
                put '' x
                put b x --lease=1234
                put zz --ignore-value
                put a --ignore-value
                put a 3 --ignore-lease
                get a
                get a -w json
                get a -w simple --print-value-only
                get a -w table
                get a --rev=2
                get a --rev=200
                get '' --prefix
                get a --from-key
                get b a
                get '' --prefix --keys-only
                get '' --prefix --count-only -w json
                get a --limit=1 --sort-by=MODIFY --order=DESCEND
                get a --consistency=s
                del nothing
                del a --prev-kv
                put k1 v1
                put k2 v2
                del k1 k3
                del '' --from-key
                txn << mod("key1") > "0";;put key1 "x";;put key1 "y";put key2 "z";;
                txn -w json << mod("key1") > "0";;get key1;put q 1;del key2;;put key1 "x";;
                txn << ;;put d 1;put d 2;;;
                txn << ;;put d 1;del d;;;
                txn << ;;put t1 1 --lease=77;;;
                endpoint hashkv
                endpoint hashkv -w json
                compaction 3
                compaction 3
                compaction 300
                compaction 5 --physical
                get key1 --rev=2
                watch key1 --rev=2
                endpoint hashkv
                endpoint hashkv --rev=7
                endpoint hashkv --rev=900
                defrag
                version
                """);
    }

    @Test
    @DisplayName("leases, locks, elections, members, alarms")
    void leasesAndMembers() throws Exception {
        compare("""
                lease grant 100
                lease grant 0
                lease grant 9000000001
                lease grant 100 -w json
                lease grant 300
                lease list -w json
                put l1 x --lease=LEASE
                put l2 y --lease=LEASE
                lease timetolive LEASE --keys
                get l1 -w json
                put l1 z
                lease timetolive LEASE --keys
                lease keep-alive --once LEASE
                lease revoke LEASE
                get l2
                lease timetolive LEASE
                lease timetolive LEASE -w json
                lease revoke LEASE
                lease keep-alive --once LEASE
                lock name -- true
                lock name -- false
                alarm list
                alarm disarm
                move-leader 1234
                member remove 1234
                member update 1234 --peer-urls=http://127.0.0.1:9999
                member promote 1234
                member add foo --peer-urls=nonsense
                endpoint health
                """);
    }

    /** While nobody is asked who they are. */
    private static final String OFF = """
            auth enable
            auth disable
            role add r1
            role add r1
            role add ''
            role get nope
            role list
            role grant-permission r1 read k
            role grant-permission r1 write k2 k3
            role grant-permission r1 readwrite p --prefix
            role grant-permission r1 readwrite f --from-key
            role grant-permission nope read b
            role get r1
            role get r1 -w json
            role revoke-permission r1 zzz
            role revoke-permission r1 k2 k3
            role revoke-permission r1 f --from-key
            user add u1:pw
            user add u1:pw
            user add :pw
            user add u3 --no-password
            user list
            user get u1
            user get nope
            user grant-role u1 nope
            user grant-role nope r1
            user grant-role u1 r1
            user grant-role u1 r1
            user get u1 --detail
            user revoke-role u1 nope
            user passwd u1 --interactive=false << other;
            user delete nope
            """;

    /** Users with and without rights, until nobody is asked any more. */
    private static final String ON = """
            user add root:rp
            auth enable
            user grant-role root root
            auth enable
            auth enable
            get k
            --user=u1:pw get k
            --user=u1:other get k
            --user=u1:other put k v
            --user=u1:other put p1 v
            --user=u1:other get p q
            --user=u1:other get p r
            --user=u1:other del '' --prefix
            --user=u1:other watch z
            --user=u1:other txn << ;;put p1 1;put z 2;;;
            --user=root:rp put z1 x
            --user=root:rp lease grant 300
            --user=root:rp put z1 x --lease=LEASE
            --user=u1:other lease revoke LEASE
            --user=u1:other put p1 x --lease=LEASE
            --user=u1:other role list
            --user=u1:other role get r1
            --user=u1:other role get root
            --user=u1:other user get root
            --user=u1:other user add u9:x
            --user=u1:other auth disable
            --user=u1:other member remove 12
            --user=root:rp user delete root
            --user=root:rp user revoke-role root root
            --user=root:rp role delete root
            --user=root:rp role delete r1
            --user=u1:other get k
            --user=root:rp user get u1
            --user=u3:x get k
            --user=root:rp lock l true
            --user=u1:other lock l true
            --user=root:rp auth disable
            --user=root:rp get p1
            get p1
            """;

    @Test
    @DisplayName("users, roles and permissions, with authentication off, on, and off again")
    void users() throws Exception {
        compare(OFF + ON);
    }
}
