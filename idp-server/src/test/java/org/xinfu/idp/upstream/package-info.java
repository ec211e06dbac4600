/** Tests of what the platform above says, without one. */
@NullMarked
package org.xinfu.idp.upstream;

import org.jspecify.annotations.NullMarked;
