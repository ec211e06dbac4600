/** The licence vault: types, issue, deposit, query, revocation and verification of e-licences. */
@NullMarked
package org.xinfu.licence;

import org.jspecify.annotations.NullMarked;
