package io.kubejar.server.pki;

import io.kubejar.core.chance.Chance;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/**
 * Hands {@link Chance} to the JDK's key generators and signatures: with a seed the same keys come out each time, with
 * secure chance nobody can foretell them.
 */
final class ChanceRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    ChanceRandom(Chance chance) {
        super(new Spi(chance), null);
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;
        private final transient Chance chance;

        Spi(Chance chance) {
            this.chance = chance;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // chance comes from one source only
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            System.arraycopy(chance.bytes(bytes.length), 0, bytes, 0, bytes.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return chance.bytes(count);
        }
    }
}
