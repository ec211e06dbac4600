/** Messages and whom they reach. */
@NullMarked
package org.xinfu.idp.code;

import org.jspecify.annotations.NullMarked;
