/** What a production start refuses, every reason at once. */
@NullMarked
package org.xinfu.kit.profile;

import org.jspecify.annotations.NullMarked;
