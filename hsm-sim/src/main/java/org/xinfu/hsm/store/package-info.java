/** Tokens on disk: sealed under keys that PINs open, replaced whole, never written in place. */
@NullMarked
package org.xinfu.hsm.store;

import org.jspecify.annotations.NullMarked;
