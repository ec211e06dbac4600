/** Records and rules of e-licences (GB/T 36901 to 36905): plain values, no store, no clock. */
@NullMarked
package org.xinfu.licence.domain;

import org.jspecify.annotations.NullMarked;
