/**
 * Typed clients of the services for department systems, over {@code java.net.http}: {@link
 * org.xinfu.trust.client.XinfuClient} is the door. A refusal of a service is a {@link
 * org.xinfu.trust.client.ProblemException} with its code; a service that does not answer is a
 * {@link org.xinfu.trust.client.ServiceUnreachable}.
 */
@NullMarked
package org.xinfu.trust.client;

import org.jspecify.annotations.NullMarked;
