/**
 * The door of the library: {@link Trust#verify} judges any supported document and answers with a
 * {@link DocumentReport}; format modules plug in as {@link FormatVerifier}s.
 *
 * <p>A verdict is data ({@link Verdict}), a broken world is an unchecked exception, a bug is a
 * crash. Nothing here opens the network, reads a clock or registers a provider.
 */
@NullMarked
package org.xinfu.trust;

import org.jspecify.annotations.NullMarked;
