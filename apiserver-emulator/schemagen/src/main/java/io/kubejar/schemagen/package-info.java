/** The build-time generator of the compact schema files that the API server loads kind by kind. */
@NullMarked
package io.kubejar.schemagen;

import org.jspecify.annotations.NullMarked;
