/** What a token says and how the HSM's key signs it. */
@NullMarked
package org.xinfu.idp.token;

import org.jspecify.annotations.NullMarked;
