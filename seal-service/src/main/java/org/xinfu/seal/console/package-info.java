/** Pages: the console of the seal officials and the public verification page. */
@NullMarked
package org.xinfu.seal.console;

import org.jspecify.annotations.NullMarked;
