/** Authorities as they would answer, from made-up data; development and tests only. */
@NullMarked
package org.xinfu.idp.simulator;

import org.jspecify.annotations.NullMarked;
