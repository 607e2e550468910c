/** How busy each component and user is: reconciles, writes that changed nothing, conflicts; and budgets for them. */
@NullMarked
package io.kubejar.cluster.activity;

import org.jspecify.annotations.NullMarked;
