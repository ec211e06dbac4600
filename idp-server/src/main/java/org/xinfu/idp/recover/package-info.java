/** Who has lost what they log in with proves again who they are. */
@NullMarked
package org.xinfu.idp.recover;

import org.jspecify.annotations.NullMarked;
