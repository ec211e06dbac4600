/** Verification of a file or of an identifier against signatures and the vault's record. */
@NullMarked
package org.xinfu.licence.verification;

import org.jspecify.annotations.NullMarked;
