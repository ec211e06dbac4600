/** Issue of a licence and of its next version: rules, layout, sealing, registration. */
@NullMarked
package org.xinfu.licence.issue;

import org.jspecify.annotations.NullMarked;
