/** The end of a licence before its time. */
@NullMarked
package org.xinfu.licence.revoke;

import org.jspecify.annotations.NullMarked;
