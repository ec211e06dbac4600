/**
 * A simulated HSM behind a real PKCS#11 library, for development and tests only: it protects
 * nothing.
 */
@NullMarked
package org.xinfu.hsm;

import org.jspecify.annotations.NullMarked;
