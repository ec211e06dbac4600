/** Sessions at self-service terminals: short, and wiped when somebody leaves. */
@NullMarked
package org.xinfu.idp.kiosk;

import org.jspecify.annotations.NullMarked;
