/** Tests of nonces for proofs. */
@NullMarked
package org.xinfu.idp.dpop;

import org.jspecify.annotations.NullMarked;
