package io.kubejar.etcd.gateway;

import io.grpc.Status;

/** Which status of HTTP stands for which of gRPC. Source: grpc-gateway 2.26 runtime.HTTPStatusFromCode. */
final class HttpCodes {
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private HttpCodes() {}

    static int of(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case CANCELLED -> CLIENT_CLOSED_REQUEST;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }
}
