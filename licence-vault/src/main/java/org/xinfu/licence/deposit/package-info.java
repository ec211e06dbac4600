/** Licence files made elsewhere: verified, compared with the submitted record, kept. */
@NullMarked
package org.xinfu.licence.deposit;

import org.jspecify.annotations.NullMarked;
