/**
 * OFD (GB/T 33190-2016): packages read through one strict view, sealed and verified with coverage.
 *
 * <p>{@link OfdPackageWriter} writes the canonical package. Only the JDK's inflater and XML reader
 * are used.
 */
@NullMarked
package org.xinfu.trust.ofd;

import org.jspecify.annotations.NullMarked;
