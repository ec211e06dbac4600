/** Passkeys: the ceremonies of Web Authentication, and what they prove. */
@NullMarked
package org.xinfu.idp.passkey;

import org.jspecify.annotations.NullMarked;
