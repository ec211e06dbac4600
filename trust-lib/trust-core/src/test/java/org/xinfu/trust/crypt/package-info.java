@NullMarked
package org.xinfu.trust.crypt;

import org.jspecify.annotations.NullMarked;
