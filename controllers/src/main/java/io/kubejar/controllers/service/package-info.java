/** What the controllers of endpoints ask about Services and the pods behind them. */
@NullMarked
package io.kubejar.controllers.service;

import org.jspecify.annotations.NullMarked;
