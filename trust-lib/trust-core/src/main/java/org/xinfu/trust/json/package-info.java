/**
 * JSON without surprises: a strict reader (duplicate names, trailing text and deep nesting refused)
 * and a writer whose strings and numbers follow RFC 8785. Values are Map, List, String, Long or
 * BigDecimal, Boolean and null.
 */
@NullMarked
package org.xinfu.trust.json;

import org.jspecify.annotations.NullMarked;
