package io.kubejar.server.http;

import io.kubejar.server.exchange.Headers;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

/** Builds the header fields of answers. */
final class Fields {
    private Fields() {}

    /** The answer's own fields and a date. Names are written as Go writes them in HTTP/1.1, small in HTTP/2. */
    static HttpHeaders of(Headers headers, String date, boolean http2) {
        HttpHeaders out = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.asMap().forEach((name, values) -> out.add(http2 ? name : canonical(name), values));
        if (!out.contains(HttpHeaderNames.DATE)) {
            out.set(http2 ? "date" : "Date", date);
        }
        return out;
    }

    /** Says in an HTTP/1 answer what becomes of the connection. */
    static void connection(HttpHeaders out, boolean keepAlive, boolean http10) {
        if (!keepAlive) {
            out.set("Connection", HttpHeaderValues.CLOSE);
        } else if (http10) {
            out.set("Connection", HttpHeaderValues.KEEP_ALIVE);
        }
    }

    /** {@code content-type} as {@code Content-Type}. Go: textproto.CanonicalMIMEHeaderKey. */
    static String canonical(String name) {
        char[] out = name.toCharArray();
        boolean first = true;
        for (int i = 0; i < out.length; i++) {
            if (first && out[i] >= 'a' && out[i] <= 'z') {
                out[i] -= 'a' - 'A';
            }
            first = out[i] == '-';
        }
        return new String(out);
    }
}
