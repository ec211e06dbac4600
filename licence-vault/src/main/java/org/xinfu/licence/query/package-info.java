/** Who may see which licence, and its files. */
@NullMarked
package org.xinfu.licence.query;

import org.jspecify.annotations.NullMarked;
