/** The OpenAPI documents, version 2 and 3, made of the schemas and of what is served at the moment. */
@NullMarked
package io.kubejar.server.openapi;

import org.jspecify.annotations.NullMarked;
