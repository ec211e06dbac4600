/**
 * Transparency logs, without one octet of I/O: the Merkle tree of RFC 9162 §2.1, checkpoints as
 * signed notes (C2SP tlog-checkpoint, signed-note, tlog-cosignature), and receipts (C2SP
 * tlog-proof) that prove that a signature existed at a moment.
 */
@NullMarked
package org.xinfu.trust.log;

import org.jspecify.annotations.NullMarked;
