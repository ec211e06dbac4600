/** A person closes their account: after a time to think, for good. */
@NullMarked
package org.xinfu.idp.closure;

import org.jspecify.annotations.NullMarked;
