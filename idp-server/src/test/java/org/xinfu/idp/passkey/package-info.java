/** How a login is judged. */
@NullMarked
package org.xinfu.idp.passkey;

import org.jspecify.annotations.NullMarked;
