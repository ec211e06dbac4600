/** What is settled before any endpoint looks: forms that are in order, and ways that lead home. */
@NullMarked
package org.xinfu.idp.door;

import org.jspecify.annotations.NullMarked;
