/** Fills Secrets that ask for a token of a ServiceAccount, and removes them with the account. */
@NullMarked
package io.kubejar.controllers.serviceaccounttoken;

import org.jspecify.annotations.NullMarked;
