/**
 * Identifiers with check characters: electronic licences (GB/T 36904), unified social credit codes
 * (GB 32100) and citizen identity numbers (GB 11643).
 */
@NullMarked
package org.xinfu.trust.id;

import org.jspecify.annotations.NullMarked;
