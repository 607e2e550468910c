package io.kubejar.controllers;

import io.kubejar.controllers.serviceaccounttoken.TokenMaker;
import io.kubejar.core.client.ServedResources;

/**
 * What controllers must be told about the cluster beyond what they read from its API.
 *
 * @param served what discovery tells
 * @param caPem the certificates of the API server's CA, in PEM; pods find them in their namespace
 * @param tokens makes the tokens that stand in Secrets
 * @param heartbeats whether nodes give signs of life; when they do not, their silence means nothing
 */
public record ClusterFacts(ServedResources served, String caPem, TokenMaker tokens, boolean heartbeats) {}
