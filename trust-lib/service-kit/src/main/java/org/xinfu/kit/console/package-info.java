/** The shell of the pages: layout, style, two languages, no resource from elsewhere. */
@NullMarked
package org.xinfu.kit.console;

import org.jspecify.annotations.NullMarked;
