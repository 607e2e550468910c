package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Maintenance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract, chapter by chapter, over jetcd's interfaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EtcdContract {
    private @Nullable Setup setup;

    abstract Setup start() throws Exception;

    @BeforeAll
    void startSetup() throws Exception {
        setup = start();
    }

    @AfterAll
    void stopSetup() throws Exception {
        if (setup != null) {
            setup.close().close();
        }
    }

    Setup current() {
        Setup started = setup;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Test
    void theStatusSaysAVersionAndALeader() {
        Maintenance maintenance = current().client().getMaintenanceClient();
        var status = Chapter.get(maintenance.statusMember(current().endpoint()));
        assertThat(status.getVersion()).startsWith("3.");
        assertThat(status.getLeader()).isEqualTo(status.getHeader().getMemberId());
    }

    @Nested
    class Ranges extends RangeChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Writes extends WriteChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Transactions extends TxnChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Watches extends WatchChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Leases extends LeaseChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Compactions extends CompactionChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Maintaining extends MaintenanceChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Authentication extends AuthChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Members extends ClusterChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Refusals extends RefusalChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Locks extends LockChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Streams extends StreamChapter {
        @Override
        Setup setup() {
            return current();
        }
    }

    @Nested
    class Elections extends ElectionChapter {
        @Override
        Setup setup() {
            return current();
        }
    }
}
