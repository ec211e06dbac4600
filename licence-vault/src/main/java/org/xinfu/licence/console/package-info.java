/** Pages: public verification, the citizen's wallet, the officer's list. */
@NullMarked
package org.xinfu.licence.console;

import org.jspecify.annotations.NullMarked;
