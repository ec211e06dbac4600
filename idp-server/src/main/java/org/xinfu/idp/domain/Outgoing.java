package org.xinfu.idp.domain;

import java.net.URI;
import java.util.function.Predicate;
import org.xinfu.trust.fetch.Fetcher;

/**
 * How this server calls addresses that clients registered.
 *
 * @param fetcher keeps to the operator's limits
 * @param inside whether the operator listed the host, whose addresses may then be private
 */
public record Outgoing(Fetcher fetcher, Predicate<URI> inside) {}
