/** Accounts made and suspended by a machine client of the province. */
@NullMarked
package org.xinfu.idp.enrol;

import org.jspecify.annotations.NullMarked;
