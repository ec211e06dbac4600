/** Login with an SM2 certificate: a challenge signed as GB/T 35275 by the key in a UKey. */
@NullMarked
package org.xinfu.idp.ukey;

import org.jspecify.annotations.NullMarked;
