/** What settings open and close. */
@NullMarked
package org.xinfu.idp.config;

import org.jspecify.annotations.NullMarked;
