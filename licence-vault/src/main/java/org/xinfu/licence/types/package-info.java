/** Versioned type packages: what a licence type is (GB/T 36902), what it holds, how it looks. */
@NullMarked
package org.xinfu.licence.types;

import org.jspecify.annotations.NullMarked;
