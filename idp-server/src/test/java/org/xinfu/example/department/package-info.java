/** A department's application, as small as it can be. */
@NullMarked
package org.xinfu.example.department;

import org.jspecify.annotations.NullMarked;
