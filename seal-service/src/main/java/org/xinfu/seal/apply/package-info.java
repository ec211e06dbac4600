/** A unit applies for a seal. */
@NullMarked
package org.xinfu.seal.apply;

import org.jspecify.annotations.NullMarked;
