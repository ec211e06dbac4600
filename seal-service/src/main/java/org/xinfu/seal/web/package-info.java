/** What answers look like, and who asks. */
@NullMarked
package org.xinfu.seal.web;

import org.jspecify.annotations.NullMarked;
