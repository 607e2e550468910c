package io.kubejar.etcd.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or a single test, an etcd in this JVM. Parameters of these types get it:
 *
 * <ul>
 *   <li>{@link io.etcd.jetcd.Client}
 *   <li>{@link io.kubejar.etcd.EtcdServer}
 * </ul>
 *
 * <pre>{@code
 * @EtcdTest
 * class SettingsTest {
 *     @BeforeAll
 *     static void fill(Client base) { // if every test is to begin with the same
 *         base.getKVClient().put(bytes("color"), bytes("blue")).join();
 *     }
 *
 *     @Test
 *     void aChangeIsSeen(Client client) { ... }
 * }
 * }</pre>
 *
 * <p>Each test has a store of its own, shared with its {@code @BeforeEach} and {@code @AfterEach} and closed after them. It
 * is empty, or a fork of what {@code @BeforeAll} methods of the class, or of the classes around it, have put into theirs.
 * Tests may run side by side.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(EtcdTestExtension.class)
public @interface EtcdTest {}
