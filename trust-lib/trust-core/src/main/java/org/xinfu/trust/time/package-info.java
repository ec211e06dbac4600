/**
 * Trusted time, RFC 3161 and GM/T 0033: {@link org.xinfu.trust.time.TimestampVerifier} judges
 * tokens in either wrapper, {@link org.xinfu.trust.time.TimestampMaker} makes them for an
 * authority, {@link org.xinfu.trust.time.TimestampExchange} asks and checks the answer.
 */
@NullMarked
package org.xinfu.trust.time;

import org.jspecify.annotations.NullMarked;
