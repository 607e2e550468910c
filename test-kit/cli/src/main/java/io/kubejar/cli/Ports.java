package io.kubejar.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Ports {
    private Ports() {}

    /** Whether nobody listens on this port of an address of this machine now. */
    static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether this machine has the address. */
    static boolean isHere(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            return true; // something else is wrong, which will be told
        }
    }
}
