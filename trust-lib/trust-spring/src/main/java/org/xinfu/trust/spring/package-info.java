/** What a Spring application of a department needs to trust logins. */
@NullMarked
package org.xinfu.trust.spring;

import org.jspecify.annotations.NullMarked;
