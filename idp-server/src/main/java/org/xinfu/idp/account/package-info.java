/** The page on which a person sees who they are here and ends their sessions. */
@NullMarked
package org.xinfu.idp.account;

import org.jspecify.annotations.NullMarked;
