/** What department staff may know of persons: little, for a reason, on record. */
@NullMarked
package org.xinfu.idp.persons;

import org.jspecify.annotations.NullMarked;
