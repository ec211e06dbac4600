/** Registration of a natural person by phone or e-mail: one use case and its pages. */
@NullMarked
package org.xinfu.idp.register;

import org.jspecify.annotations.NullMarked;
