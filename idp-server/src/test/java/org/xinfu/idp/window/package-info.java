/** What is done at windows. */
@NullMarked
package org.xinfu.idp.window;

import org.jspecify.annotations.NullMarked;
