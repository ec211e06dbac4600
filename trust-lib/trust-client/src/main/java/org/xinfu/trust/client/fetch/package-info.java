/**
 * The HTTP fetcher behind {@link org.xinfu.trust.fetch.Fetcher}: revocation evidence and trust
 * lists from addresses that strangers wrote, so that everything about it is limited. It speaks
 * HTTP/1.1 (RFC 9112) over sockets of its own, because {@code java.net.http} resolves names itself:
 * an address that was checked could not be kept.
 */
@NullMarked
package org.xinfu.trust.client.fetch;

import org.jspecify.annotations.NullMarked;
