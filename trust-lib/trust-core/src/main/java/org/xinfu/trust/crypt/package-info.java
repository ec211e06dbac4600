/**
 * Encryption where documents and keys travel: {@link org.xinfu.trust.crypt.Sm2Encryption}, {@link
 * org.xinfu.trust.crypt.Sm4}, key agreement, and envelopes (RFC 5652, RFC 5083, GB/T 35275, GM/T
 * 0009 §7.4) that are made by {@link org.xinfu.trust.crypt.EnvelopeMaker} and opened by {@link
 * org.xinfu.trust.crypt.EnvelopeOpener}; {@link org.xinfu.trust.crypt.SignedEnvelope} signs as
 * well.
 */
@NullMarked
package org.xinfu.trust.crypt;

import org.jspecify.annotations.NullMarked;
