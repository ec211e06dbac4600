/** Accounts of systems that were taken over, with the verifiers of their passwords. */
@NullMarked
package org.xinfu.idp.legacy;

import org.jspecify.annotations.NullMarked;
