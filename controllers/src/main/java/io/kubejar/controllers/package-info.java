/** The controllers of the controller manager: one package each, and the list of all. */
@NullMarked
package io.kubejar.controllers;

import org.jspecify.annotations.NullMarked;
