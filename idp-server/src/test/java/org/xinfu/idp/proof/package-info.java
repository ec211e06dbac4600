/** What is typed of who somebody is. */
@NullMarked
package org.xinfu.idp.proof;

import org.jspecify.annotations.NullMarked;
