/** Tests of the JOSE module. */
@NullMarked
package org.xinfu.trust.jose;

import org.jspecify.annotations.NullMarked;
