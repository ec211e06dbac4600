/**
 * X.509 certificates (RFC 5280, GM/T 0015): reading, making, path validation to anchors that the
 * caller chose, and CRLs.
 */
@NullMarked
package org.xinfu.trust.chain;

import org.jspecify.annotations.NullMarked;
